use crate::page;
use crate::run::{Outcome, root, run};
use crate::tools::{FOR_THE_BROWSER, Tools};

/// Takes pictures of every state, theme, size and language.
pub(crate) fn take() -> Outcome<()> {
    let tools = Tools::new();
    tools.programs(FOR_THE_BROWSER)?;
    page::build_for_tests(&tools)?;
    println!("   taking pictures into target/screenshots (takes some minutes)");
    let mut pictures = tools.command("cargo");
    pictures.args(["test", "--package", "call-records", "--test", "browser", "screenshots::"]);
    run(pictures.env("CALL_RECORDS_DIST", root().join(page::FOR_TESTS)).env("CALL_RECORDS_PICTURES", "all"))
}
