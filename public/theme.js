// The chosen theme and language before the first paint; the page takes over from here.
try {
  const root = document.documentElement;
  root.dataset.theme = localStorage.getItem("call-records.theme") || "system";
  root.lang = localStorage.getItem("call-records.language") || "en";
} catch {
  // A browser that keeps nothing shows what the system says.
}
