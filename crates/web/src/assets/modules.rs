//! The scripts that a page will ask for, announced to the browser with the page: without that, each is found only once the one
//! that names it has arrived, file after file.

use std::{collections::BTreeSet, str};

use axum::http::HeaderValue;

use super::packed::Asset;

/// What every page waits for before it shows anything, in the order in which it does.
const FIRST: &str = "</assets/shared/shared.css>; rel=preload; as=style, \
                     </assets/shared/theme-first.js>; rel=preload; as=script";

/// The value of a `Link` header that names all modules that an entry module reaches; none where it reaches none.
pub(super) fn preloads(entry: &str) -> Option<HeaderValue> {
    let mut found = BTreeSet::new();
    reach(entry, &mut found);
    if found.is_empty() {
        return None;
    }
    let modules = found.iter().map(|module| format!("</assets/{module}>; rel=modulepreload"));
    let links: Vec<String> = std::iter::once(FIRST.to_owned()).chain(modules).collect();
    HeaderValue::try_from(links.join(", ")).ok()
}

fn reach(module: &str, found: &mut BTreeSet<String>) {
    let Some(asset) = Asset::find(module) else { return };
    if !found.insert(module.to_owned()) {
        return;
    }
    // A vendored bundle stands alone, and nothing in it is an import, though it may look like one.
    if module.starts_with("vendor/") {
        return;
    }
    // A damaged file is reported when it is asked for.
    let content = asset.content().unwrap_or_default();
    let text = str::from_utf8(&content).unwrap_or_default();
    for other in text.lines().filter_map(imported) {
        reach(&resolved(module, other), found);
    }
}

/// The module that a line imports from: the pages write each import's `from '…'`, or `await import('…')`, at the end of a
/// line of its own.
fn imported(line: &str) -> Option<&str> {
    let now = line.rsplit_once("from '").and_then(|(_, module)| module.strip_suffix("';"));
    let later = || line.rsplit_once("await import('").and_then(|(_, module)| module.strip_suffix("');"));
    now.or_else(later).filter(|module| module.starts_with('.'))
}

/// `../shared/dom.js` of `overview/main.js` is `shared/dom.js`.
fn resolved(module: &str, other: &str) -> String {
    let mut parts: Vec<&str> = module.split('/').collect();
    parts.pop();
    for part in other.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_every_module_that_it_reaches() {
        let links = preloads("overview/main.js").unwrap();
        let links = links.to_str().unwrap();
        for module in ["overview/main.js", "overview/curve.js", "shared/dom.js", "vendor/echarts-6.1.0.js"] {
            assert!(links.contains(&format!("</assets/{module}>; rel=modulepreload")), "{module}");
        }
        assert!(!links.contains("codemirror") && !links.contains("sql/"), "{links}");
        assert_eq!(preloads("nothing.js"), None);
    }

    #[test]
    fn imports_are_found_and_resolved() {
        assert_eq!(imported("import { byId, html } from '../shared/dom.js';"), Some("../shared/dom.js"));
        assert_eq!(imported("} from './proof.js';"), Some("./proof.js"));
        assert_eq!(imported("  long ??= await import('../vendor/long.js');"), Some("../vendor/long.js"));
        assert_eq!(imported("/** @typedef {import('./words.js').Say} Say */"), None);
        assert_eq!(resolved("overview/main.js", "../shared/dom.js"), "shared/dom.js");
        assert_eq!(resolved("overview/main.js", "./curve.js"), "overview/curve.js");
    }
}
