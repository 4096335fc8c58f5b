//! The page's document: `index.html` as Trunk reads it, with its stylesheets in two files (for the first rows, and for what
//! comes later) and names that change with what is in the files.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use super::program::{self, LINK, SCRIPT, WASM};
use crate::run::{Failure, Outcome};

/// Writes the whole page into `folder`: the document, what it names, and the program.
pub(super) fn write(root: &Path, program: &Path, folder: &Path) -> Outcome<()> {
    let _ = fs::remove_dir_all(folder);
    let mut contents = Vec::new();
    for part in program::files(program)? {
        let bytes = fs::read(&part).map_err(Failure::file("read", &part))?;
        contents.push((part.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes));
    }
    let place = format!("program-{}", digest(&contents));
    for (name, bytes) in &contents {
        put(&folder.join(&place), name, bytes)?;
    }

    let source = root.join("index.html");
    let text = fs::read_to_string(&source).map_err(Failure::file("read", &source))?;
    let (mut styles, mut later_styles) = (String::new(), String::new());
    let document = rewrite(&text, &place, |kind, path| {
        let file = root.join(path);
        let bytes = fs::read(&file).map_err(Failure::file("read", &file))?;
        if let Kind::Style(when) = kind {
            let style = short_style(&String::from_utf8_lossy(&bytes));
            if when != When::Later {
                styles.push_str(&style);
            }
            if when != When::First {
                later_styles.push_str(&style);
            }
            return Ok(String::new());
        }
        let (stem, extension) = file_name(path);
        let name = format!("{stem}-{}.{extension}", digest(&bytes));
        put(folder, &name, &bytes)?;
        Ok(name)
    })?;
    let name = format!("page-{}.css", digest(&styles));
    put(folder, &name, styles.as_bytes())?;
    let later = format!("later-{}.css", digest(&later_styles));
    put(folder, &later, later_styles.as_bytes())?;
    let document = document.replace(LATER_STYLES, &later).replace(STYLES, &name);
    put(folder, "index.html", document.as_bytes())
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Outcome<()> {
    fs::create_dir_all(folder).map_err(Failure::file("create", folder))?;
    let file = folder.join(name);
    fs::write(&file, bytes).map_err(Failure::file("write", &file))
}

fn digest(content: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// `public/start.js` is `start` and `js`.
fn file_name(path: &str) -> (&str, &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').unwrap_or((name, ""))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Style(When),
    /// Keeps its element, under the name that it is given.
    File,
}

/// When a stylesheet is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    First,
    /// By parts that come later.
    Later,
    /// By all parts, after all other rules.
    Both,
}

/// Stand where the names of all stylesheets in one go.
const STYLES: &str = "all-styles";
const LATER_STYLES: &str = "all-later-styles";

/// The document without comments, with every element that is marked for Trunk replaced by what it stands for. `put` takes
/// a file in and says its new name.
fn rewrite(html: &str, place: &str, mut put: impl FnMut(Kind, &str) -> Outcome<String>) -> Outcome<String> {
    let mut out = String::new();
    let mut styled = false;
    for element in elements(html) {
        if !element.contains("data-trunk") {
            out.push_str(element);
            continue;
        }
        match (attribute(element, "rel"), attribute(element, "href"), attribute(element, "src")) {
            (Some("css"), Some(path), _) => {
                put(Kind::Style(when(element)?), path)?;
                if !styled {
                    styled = true;
                    // `fetch_ahead` makes a link of the second one.
                    out.push_str(&["<link rel=\"stylesheet\" href=\"/", STYLES, "\">"].concat());
                    out.push_str(&["<meta name=\"later-styles\" content=\"/", LATER_STYLES, "\">"].concat());
                }
            }
            (Some("rust"), ..) => out.push_str(&program_links(place)),
            (_, Some(path), _) | (_, None, Some(path)) => {
                let name = put(Kind::File, path)?;
                out.push_str(&element.replace("data-trunk ", "").replace(path, &["/", &name].concat()));
            }
            (_, None, None) => {
                return Err(Failure::Check(format!("FAILED: index.html: what is `{element}` to become?")));
            }
        }
    }
    Ok(out)
}

fn when(element: &str) -> Outcome<When> {
    match attribute(element, "data-when") {
        None => Ok(When::First),
        Some("later") => Ok(When::Later),
        Some("both") => Ok(When::Both),
        Some(other) => Err(Failure::Check(format!("FAILED: index.html: when is `{other}`?"))),
    }
}

/// What `public/start.js` reads, and what the browser fetches before that asks for it.
fn program_links(place: &str) -> String {
    format!(
        "<meta name=\"start\" data-js=\"/{place}/{SCRIPT}\" data-wasm=\"/{place}/{WASM}\">\
         <link rel=\"preload\" href=\"/{place}/{WASM}\" crossorigin=\"anonymous\" as=\"fetch\" type=\"application/wasm\">\
         <link rel=\"modulepreload\" href=\"/{place}/{SCRIPT}\" crossorigin=\"anonymous\">\
         <link rel=\"modulepreload\" href=\"/{place}/{LINK}\" crossorigin=\"anonymous\">"
    )
}

/// The tags of a document and the texts between them, without comments and the spaces around lines.
fn elements(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        found.push(rest[..start].trim());
        rest = &rest[start..];
        let (end, keep) = if rest.starts_with("<!--") {
            (rest.find("-->").map_or(rest.len(), |end| end + 3), false)
        } else {
            (rest.find('>').map_or(rest.len(), |end| end + 1), true)
        };
        if keep {
            found.push(&rest[..end]);
        }
        rest = &rest[end..];
    }
    found.push(rest.trim());
    found.retain(|it| !it.is_empty());
    found
}

fn attribute<'text>(element: &'text str, name: &str) -> Option<&'text str> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// A stylesheet without comments and needless spaces. Strings stay as they are.
fn short_style(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some(char) = rest.chars().next() {
        let tight = out.is_empty() || out.ends_with(['{', '}', ';', ',', ':', ' ']);
        if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if char.is_whitespace() {
            rest = rest.trim_start();
            // The space between `a :hover` and `calc(1px + 2px)` means something, those around these do not.
            if !tight && !rest.starts_with(['{', '}', ';', ',']) && !rest.starts_with("/*") {
                out.push(' ');
            }
        } else if let Some(end) = (char == '"').then(|| rest[1..].find('"')).flatten() {
            out.push_str(&rest[..end + 2]);
            rest = &rest[end + 2..];
        } else {
            if char == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(char);
            rest = &rest[char.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stylesheets_lose_only_what_means_nothing() {
        for (long, short) in [
            ("a {\n    color: red;\n}\n\n/* why */\nb,\ni { top: 0 }\n", "a{color:red}b,i{top:0}"),
            ("a :hover > b { width: calc(1px + 2px); }", "a :hover > b{width:calc(1px + 2px)}"),
            ("a::before { content: \" ;  } /* x */ \"; }", "a::before{content:\" ;  } /* x */ \"}"),
            (
                "@media (width > 1px) and (height > 2px) { a { top: 0; } }",
                "@media (width > 1px) and (height > 2px){a{top:0}}",
            ),
            ("a { margin: 1px /* one */ 2px; }", "a{margin:1px 2px}"),
        ] {
            assert_eq!(short_style(long), short);
        }
    }

    #[test]
    fn the_document_names_each_file_by_its_content_and_all_styles_at_once() {
        let html = "<html>\n  <!-- <b> -->\n  <meta charset=\"utf-8\" />\n  <script data-trunk src=\"public/a.js\"></script>\n  \
                    <link data-trunk rel=\"css\" href=\"style/a.css\" />\n  <link data-trunk data-when=\"later\" rel=\"css\" href=\"style/b.css\" />\n  \
                    <link\n    data-trunk\n    rel=\"rust\"\n  />\n  <p>A text.</p>\n</html>\n";
        let mut put = Vec::new();
        let page = rewrite(html, "program-1", |kind, path| {
            put.push((kind, path.to_owned()));
            Ok(format!("{}-0", file_name(path).0))
        })
        .expect("every element is known");
        let kinds: Vec<_> = put.iter().map(|(kind, path)| (*kind, path.as_str())).collect();
        assert_eq!(
            kinds,
            [
                (Kind::File, "public/a.js"),
                (Kind::Style(When::First), "style/a.css"),
                (Kind::Style(When::Later), "style/b.css")
            ]
        );
        let start = "<html><meta charset=\"utf-8\" /><script src=\"/a-0\"></script><link rel=\"stylesheet\" href=\"/all-styles\">";
        assert!(page.starts_with(start), "{page}");
        assert!(page.contains("data-wasm=\"/program-1/page_bg.wasm\""), "{page}");
        assert!(page.ends_with("<p>A text.</p></html>"), "{page}");
        assert!(!page.contains("data-trunk") && !page.contains("<!--"), "{page}");
    }
}
