//! Running the program in a folder of its own.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value as Json;

/// The demonstration data of the project.
pub(crate) fn demo_file(name: &str) -> String {
    format!("{}/../../examples/demo/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A folder in which the program runs.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder whose `comptoir.db` holds the demonstration.
    pub(crate) fn with_demo() -> Self {
        let desk = Self::new();
        let files = ["products.csv", "stores.csv", "sales.csv"].map(demo_file);
        let run = desk.run(&["import", &files[0], &files[1], &files[2]]);
        assert_eq!(run.code, 0, "{}", run.err);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        name.to_owned()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comptoir"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COMPTOIR_")) {
            command.env_remove(name);
        }
        command.args(args).current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.command(args).output().unwrap().into()
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// The rows of a query, as the program writes them in CSV without the header.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        let run = self.run(&["sql", "--format", "csv", sql]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out.lines().skip(1).map(str::to_owned).collect()
    }

    /// Starts a service and waits until it says where it listens.
    pub(crate) fn serve(&self, args: &[&str], environment: &[(&str, &str)]) -> Service {
        let mut command = self.command(args);
        command.envs(environment.iter().copied()).stdout(Stdio::null()).stderr(Stdio::piped());
        Service::new(command.spawn().unwrap())
    }
}

/// A service that runs until it is dropped.
pub(crate) struct Service {
    child: Child,
    pub(crate) url: String,
    /// What it said before it was ready.
    pub(crate) said: String,
}

impl Service {
    fn new(mut child: Child) -> Self {
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let url = loop {
            let Some(line) = lines.next() else { panic!("the service ended: {said}") };
            let line = line.unwrap();
            said.push_str(&line);
            said.push('\n');
            let ready = line.starts_with("Tableau de bord") || line.starts_with("Service de base");
            if let (true, Some(at)) = (ready, line.find("http")) {
                break line[at..].split(' ').next().unwrap().replace("localhost", "127.0.0.1");
            }
        };
        // What it says later must not fill the pipe and stop it.
        std::thread::spawn(move || lines.count());
        Self { child, url, said }
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end, as an init system does.
    pub(crate) fn ask_to_stop(&self) {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(killed.unwrap().success());
    }

    /// Waits until it has ended.
    pub(crate) fn wait(mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Json) {
        answer(agent().get(format!("{}{path}", self.url)).call())
    }

    /// Takes a file away.
    pub(crate) fn download(&self, path: &str) -> Download {
        let mut response = agent().get(format!("{}{path}", self.url)).call().unwrap();
        let bytes = response.body_mut().read_to_vec().unwrap();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        Download { status: response.status().as_u16(), headers: headers.collect(), bytes }
    }

    pub(crate) fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> (u16, Json) {
        let mut request = agent().post(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request.send(body))
    }

    /// Sends a file as a form does.
    pub(crate) fn upload(&self, file: &Path) -> (u16, Json) {
        let name = file.file_name().unwrap().to_string_lossy();
        self.upload_to("/api/v1/imports", &name, &std::fs::read_to_string(file).unwrap())
    }

    /// Sends that content as a file of that name.
    pub(crate) fn upload_to(&self, path: &str, name: &str, content: &str) -> (u16, Json) {
        let body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n--edge--\r\n"
        );
        self.post(path, &body, &[("content-type", "multipart/form-data; boundary=edge")])
    }

    pub(crate) fn delete(&self, path: &str) -> (u16, Json) {
        answer(agent().delete(format!("{}{path}", self.url)).call())
    }

    /// Listens to what happens.
    pub(crate) fn events(&self) -> Events {
        let response = agent().get(format!("{}/api/v1/events", self.url)).call().unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let lines = BufReader::new(response.into_body().into_reader());
        Events { lines: Box::new(lines), passed_over: Vec::new() }
    }
}

/// The events of a service.
pub(crate) struct Events {
    lines: Box<dyn BufRead>,
    /// Those that came while another was waited for: events of two names may come in either order.
    passed_over: Vec<(String, Json)>,
}

impl Events {
    /// The data of the next event of that name.
    pub(crate) fn next(&mut self, name: &str) -> Json {
        if let Some(place) = self.passed_over.iter().position(|(passed, _)| passed == name) {
            return self.passed_over.remove(place).1;
        }
        loop {
            let line = self.line().expect("the events go on");
            let Some(came) = line.strip_prefix("event: ") else { continue };
            let data = self.line().unwrap();
            let data: Json = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
            if came == name {
                return data;
            }
            self.passed_over.push((came.to_owned(), data));
        }
    }

    /// Whether they end, rather than go on for ever.
    pub(crate) fn ends(&mut self) -> bool {
        while self.line().is_some() {}
        true
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }
}

/// A file taken away.
pub(crate) struct Download {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) bytes: Vec<u8>,
}

impl Download {
    /// A header of the answer; empty where it has none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(given, _)| given == name);
        found.map_or("", |(_, value)| value)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent()
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, Json) {
    let mut response = response.unwrap();
    let text = response.body_mut().read_to_string().unwrap();
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Json::String(text)))
}
