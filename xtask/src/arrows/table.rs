//! The arrows. A new one is a decision: its own commit, and a sentence in `docs/architecture.md`.

use super::Package;

pub(super) const PACKAGES: &[Package] = &[
    Package {
        folder: "server/src",
        roots: &["main", "lib"],
        // From the bottom up.
        modules: &[
            // Pure: no I/O, no clock.
            ("domain", &[]),
            ("clock", &[]),
            // Connections, whoever answers on them.
            ("serve", &[]),
            ("store", &["domain"]),
            ("live", &["store"]),
            ("access", &["clock", "store"]),
            // For random names only.
            ("recordings", &["access"]),
            ("ingest", &["clock", "domain", "live", "recordings", "store"]),
            ("state", &["access", "clock", "ingest", "live", "recordings", "store"]),
            // Translators: what they make goes through the same door as everybody's events.
            ("import", &["domain", "ingest", "recordings", "store"]),
            ("demo", &["access", "clock", "domain", "import", "ingest", "recordings", "state", "store"]),
            ("http", &["access", "clock", "domain", "ingest", "live", "recordings", "state", "store"]),
            // Puts it together for one command line.
            (
                "cli",
                &[
                    "access",
                    "clock",
                    "demo",
                    "domain",
                    "http",
                    "import",
                    "ingest",
                    "live",
                    "recordings",
                    "serve",
                    "state",
                    "store",
                ],
            ),
        ],
        crates: &[
            ("axum", &["http", "serve", "cli"]),
            ("tower_http", &["http"]),
            ("sqlx", &["store"]),
            ("object_store", &["recordings"]),
            ("symphonia", &["recordings"]),
            ("mp3lame_encoder", &["recordings"]),
        ],
    },
    Package {
        folder: "src",
        roots: &["main", "lib"],
        modules: &[
            // What the browser knows of time, and pure functions over it.
            ("zone", &[]),
            ("calendar", &["zone"]),
            // Pure: values and words as people read them.
            ("format", &["zone"]),
            ("i18n", &["format"]),
            ("reason", &["format", "i18n"]),
            ("log_words", &["format", "i18n"]),
            // Macros only.
            ("later", &[]),
            ("api", &["later"]),
            // State knows no view.
            ("state", &["api", "calendar", "format", "i18n", "later", "zone"]),
            // Components get their data as props: they never call the server.
            ("components", &["calendar", "format", "i18n", "later", "log_words", "reason", "state", "zone"]),
            ("pages", &["api", "calendar", "components", "format", "i18n", "log_words", "reason", "state", "zone"]),
            ("app", &["api", "components", "i18n", "pages", "state"]),
        ],
        crates: &[("gloo_net", &["api"]), ("call_records_server", &[])],
    },
];
