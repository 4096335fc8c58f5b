// Starts the page. A module of its own, because the content security policy allows no inline script.
const { js, wasm } = document.querySelector("meta[name=start]").dataset;
const { default: start } = await import(js);
await start({ module_or_path: wasm });
dispatchEvent(new CustomEvent("TrunkApplicationStarted"));
