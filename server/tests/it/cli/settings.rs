//! Flags win, then the environment, then the file, then the default; and every flag is in all three.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use call_records_wire::paths;
use serde_json::json;

use super::{captured, folder, outcome, outcome_with, value};
use crate::process::{Process, answer_of, program};
use crate::socket::Connection;
use crate::world::PASSWORD;

#[test]
fn settings_come_from_flags_then_the_environment_then_the_file() {
    let folder = folder();
    let config = folder.path().join("settings.toml");
    std::fs::write(&config, "search_window_days = 0\n").expect("a file");
    let config = config.to_str().expect("UTF-8");
    let (code, _, error) = outcome(folder.path(), &["serve", "--config", config], "");
    assert_eq!(code, Some(2));
    assert!(error.contains("1 to 3660"), "the file counts: {error}");
    let (code, _, error) = outcome(folder.path(), &["serve", "--config", config, "--search-window-days", "9999"], "");
    assert_eq!(code, Some(2));
    assert!(error.contains("1 to 3660"), "{error}");
    let (code, _, error) = outcome(
        folder.path(),
        &["serve", "--config", config, "--search-window-days", "3", "--frame-ancestors", "x"],
        "",
    );
    assert_eq!(code, Some(2));
    assert!(error.contains("--frame-ancestors"), "the flag wins over the file: {error}");
    std::fs::write(config, "colour = 1\n").expect("a file");
    let (code, _, error) = outcome(folder.path(), &["key", "list", "--config", config], "");
    assert_eq!(code, Some(2));
    assert!(error.contains("colour"), "an unknown name is no secret: {error}");
}

#[test]
fn sample_calls_can_be_switched_on_and_off_in_each_place() {
    let folder = folder();
    let config = folder.path().join("settings.toml");
    let config = config.to_str().expect("UTF-8");
    // The address is refused where there are sample accounts; else the days are.
    let fault = |file: &str, variables: &[(&str, &str)], flags: &[&str]| {
        std::fs::write(config, file).expect("a file");
        let serve = ["serve", "--listen", "0.0.0.0:0", "--search-window-days", "0", "--config", config];
        let (code, _, error) = outcome_with(folder.path(), variables, &[&serve, flags].concat());
        assert_eq!(code, Some(2), "{error}");
        error
    };
    let demo = |value| [("CALL_RECORDS_DEMO", value)];
    for yes in ["1", "true", "yes", "on"] {
        assert!(fault("", &demo(yes), &[]).contains("loopback"), "{yes}");
        assert!(fault("demo = false", &demo(yes), &[]).contains("loopback"), "{yes}");
    }
    for no in ["0", "false", "no", "off"] {
        assert!(fault("demo = true", &demo(no), &[]).contains("1 to 3660"), "{no}");
        assert!(fault("demo = true", &demo(no), &["--demo"]).contains("loopback"), "{no}");
    }
    assert!(fault("demo = true", &demo("1"), &["--demo=false"]).contains("1 to 3660"));
    assert!(fault("", &demo("perhaps"), &[]).contains("--demo"));
}

#[test]
fn an_import_is_told_its_files_by_the_environment_and_the_settings_file_too() {
    let log = std::fs::read_to_string(captured("cel.csv")).expect("a log");
    let middle = log[log.len() / 2..].find('\n').expect("many lines") + log.len() / 2 + 1;
    let parts = folder();
    let part = |name: &str, text: &str| {
        let path = parts.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    };
    let (first, second) = (part("1.csv", &log[..middle]), part("2.csv", &log[middle..]));
    let with_colon = part("10:30.csv", &log[..middle]);

    let by_flags = folder();
    let told = answer_of(by_flags.path(), &["import", "asterisk", "--cel", &with_colon, "--cel", &second], "");
    let calls = told.lines().next().expect("a summary");
    assert!(calls.starts_with("calls ") && calls.ends_with(char::is_numeric), "{told}");

    let by_environment = folder();
    let cel = format!("{first}:{second}");
    let variables = [("CALL_RECORDS_IMPORT_CEL", cel.as_str())];
    let (code, told, error) = outcome_with(by_environment.path(), &variables, &["import", "asterisk"]);
    assert_eq!(code, Some(0), "{error}");
    assert_eq!(told.lines().next(), Some(calls));

    let by_file = folder();
    let config = by_file.path().join("settings.toml");
    let (map, recordings) = (captured("map.toml"), captured("recordings"));
    let text = format!(
        "[import]\ncel = [{first:?}, {second:?}]\nmap = {map:?}\ntime_zone = \"Europe/Paris\"\n\
         recordings = {recordings:?}\nqueue_log = []\ncdr = []\nami = []\n"
    );
    std::fs::write(&config, text).expect("a file");
    let import = ["import", "asterisk", "--config", config.to_str().expect("UTF-8")];
    let (code, told, error) = outcome(by_file.path(), &import, "");
    assert_eq!(code, Some(0), "{error}");
    assert!(told.contains("recordings, new                    40"), "{told}");
    let nowhere = [("CALL_RECORDS_IMPORT_MAP", "/nowhere/map.toml")];
    let (code, _, error) = outcome_with(by_file.path(), &nowhere, &import);
    assert_eq!(code, Some(1), "the environment wins over the file: {error}");
}

#[test]
fn the_clock_of_the_switch_has_a_zone_of_its_own() {
    let folder = folder();
    let cel = captured("cel.csv");
    let import = ["import", "asterisk", "--cel", &cel];
    let nowhere = "Mars/Olympus";
    let (code, _, error) = outcome_with(folder.path(), &[("CALL_RECORDS_IMPORT_TIME_ZONE", nowhere)], &import);
    assert_eq!(code, Some(2));
    assert!(error.contains("--time-zone"), "{error}");
    let (code, _, error) = outcome_with(folder.path(), &[("CALL_RECORDS_TIME_ZONE", nowhere)], &import);
    assert_eq!(code, Some(0), "the zone of the page's day is not read: {error}");
}

#[tokio::test]
async fn an_account_is_described_by_the_environment_and_the_settings_file_too() {
    let folder = folder();
    let variables = [("CALL_RECORDS_USER_ROLE", "supervisor"), ("CALL_RECORDS_USER_SKILL_GROUP", "sales, vip")];
    let (code, _, error) = outcome_with(folder.path(), &variables, &["user", "add", "sue"]);
    assert_eq!(code, Some(0), "{error}");
    let config = folder.path().join("settings.toml");
    std::fs::write(&config, "[user]\nrole = \"agent\"\nagent_id = \"101\"\n").expect("a file");
    let config = config.to_str().expect("UTF-8");
    answer_of(folder.path(), &["user", "add", "abe", "--config", config], "");
    let (code, _, error) =
        outcome_with(folder.path(), &variables, &["user", "add", "ada", "--config", config, "--role", "admin"]);
    assert_eq!(code, Some(0), "{error}");
    let listed = answer_of(folder.path(), &["user", "list"], "");
    assert_eq!(listed, "abe\tagent\tactive\nada\tadmin\tactive\nsue\tsupervisor\tactive");
    let groups =
        "SELECT group_concat(skill_group_id) FROM user_skill_groups JOIN users ON key = user_key WHERE name = 'sue'";
    assert_eq!(value::<String>(folder.path(), groups).await, "sales,vip");
    assert_eq!(value::<String>(folder.path(), "SELECT agent_id FROM users WHERE name = 'abe'").await, "101");
}

#[test]
fn recordings_are_kept_in_a_folder_or_a_bucket_whoever_is_told_otherwise() {
    let folder = folder();
    let data = folder.path().join("data");
    let cel = captured("cel.csv");
    for command in [&["serve"][..], &["import", "asterisk", "--cel", &cel], &["doctor"]] {
        let variables = [("CALL_RECORDS_RECORDINGS", "gs://bucket/prefix")];
        let (code, _, error) = outcome_with(&data, &variables, command);
        assert_eq!(code, Some(2), "{command:?}: {error}");
        assert!(error.contains("give a path or s3://BUCKET/PREFIX"), "{command:?}: {error}");
        assert!(!data.exists(), "{command:?} made something before it was refused");
    }
}

#[tokio::test]
async fn imported_audio_is_kept_where_the_server_plays_it_from() {
    let folder = folder();
    let [flagged, named, filed] = ["flagged", "named", "filed"].map(|name| folder.path().join(name));
    let config = folder.path().join("settings.toml");
    std::fs::write(&config, format!("recordings = {filed:?}\n")).expect("a file");
    let (cel, recordings, map) = (captured("cel.csv"), captured("recordings"), captured("map.toml"));
    let import = ["import", "asterisk", "--cel", &cel, "--recordings", &recordings, "--map", &map];
    let config = ["--config", config.to_str().expect("UTF-8")];
    let variable = [("CALL_RECORDS_RECORDINGS", named.to_str().expect("UTF-8"))];
    let flag = ["--keep-recordings-in", flagged.to_str().expect("UTF-8")];
    let data = ["1", "2", "3"].map(|name| folder.path().join(name));
    for (data, variables, flags, kept) in [
        (&data[0], &[][..], &config[..], &filed),
        (&data[1], &variable, &config, &named),
        (&data[2], &variable, &[config, flag].concat(), &flagged),
    ] {
        assert!(!kept.exists());
        let (code, _, error) = outcome_with(data, variables, &[&import, flags].concat());
        assert_eq!(code, Some(0), "{error}");
        assert!(kept.read_dir().expect("a folder").next().is_some(), "{}", kept.display());
        assert!(!data.join("recordings").exists());
    }

    answer_of(&data[1], &["user", "add", "ada", "--role", "admin"], PASSWORD);
    let mut command = program(&data[1], &["serve", "--listen", "127.0.0.1:0"]);
    command.envs(variable);
    let process = Process::start_command(command);
    let mut connection = Connection::to(process.address).await;
    let body = json!({"name": "ada", "password": PASSWORD}).to_string();
    let request = Request::post(paths::SESSION).header("content-type", "application/json").body(Body::from(body));
    let answer = connection.send(request.expect("a request")).await.expect(StatusCode::OK);
    let cookie = answer.header("set-cookie").split(';').next().expect("a first part").to_owned();
    let mut get = async |path: &str| {
        let request = Request::get(path).header("cookie", &cookie).body(Body::empty());
        connection.send(request.expect("a request")).await.expect(StatusCode::OK)
    };
    let call = get(&paths::call("1795413670.735")).await.json();
    let recording = call["recordings"][0]["recording_id"].as_str().expect("a recording").to_owned();
    let played = get(&paths::recording(&recording)).await;
    assert_eq!(played.body.len() as u64, call["recordings"][0]["bytes"].as_u64().expect("a size"));
}
