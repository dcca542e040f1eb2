//! `comptoir db`: the Database Service, and care for the file that it keeps.

use std::{path::Path, sync::Arc};

use comptoir_sales::Diagnostic as _;
use comptoir_store::{
    Access, Database as _, Embedded, Fault, PutBack, Repaired, is_remote, limit_memory, restore, router,
};
use comptoir_words::{Sentence, Words};
use serde_json::json;

use super::{
    listen::{Listener, Tls},
    open_existing,
};
use crate::{
    failure::{Done, Failure},
    flags::{Db, DbServe, DbToken},
    output::Output,
    progress::Progress,
    secret::{must_protect, name_open_files, name_open_folder, secret},
    tables::{Align, table},
};

/// The variable that the token of both services comes in.
const TOKEN_NAME: &str = "COMPTOIR_DB_TOKEN";

/// The most memory that SQLite takes in a service, in bytes. What it frees lies scattered, so that glibc keeps as much again.
pub(super) const MEMORY: u64 = 128 << 20;

pub(super) fn run(command: &Db, address: &str, output: &Output) -> Result<Done, Failure> {
    match command {
        Db::Serve(flags) => serve(flags, address, output),
        Db::Backup { file } => backup(file, address, output),
        Db::Restore { file } => restore_from(file, address, output),
        Db::Check => check(address, output),
        Db::Repair => repair(address, output),
        Db::Token(command) => token(command, address, output),
    }
}

fn serve(flags: &DbServe, address: &str, output: &Output) -> Result<Done, Failure> {
    let path = local(address)?;
    let token = secret(TOKEN_NAME)?;
    let mut listener = Listener::open(&flags.listen)?;
    if let Some(token) = &token {
        must_protect(TOKEN_NAME, token, listener.is_local())?;
    }
    if let (Some(certificate), Some(key)) = (flags.tls_cert.clone(), flags.tls_key.clone()) {
        listener = listener.with_tls(&Tls { certificate, key })?;
    }
    let database = Arc::new(Embedded::open(path)?);
    name_open_files(&[TOKEN_NAME], output);
    close_secrets(&database, output);
    name_open_folder(address, output);
    protect(&database, token.as_deref(), &listener, flags)?;
    limit_memory(MEMORY)?;
    output.talk("db-serve-ready", &[("url", &listener.url()), ("path", address)]);
    output.talk("serve-stop", &[]);
    let access = Access { token, origins: flags.allow_origin.clone() };
    listener.serve(&router(Arc::clone(&database), access), || {});
    database.close()?;
    Ok(Done::Whole)
}

/// Makes the file of secrets its owner's alone, and says so.
fn close_secrets(database: &Embedded, output: &Output) {
    if let Some(exposed) = database.make_secrets_private() {
        let id = if exposed.is_closed { "secrets-closed" } else { "secrets-open" };
        let (path, mode) = (exposed.path.display().to_string(), format!("{:03o}", exposed.mode));
        Output::tell_text(&output.say(id, &[("path", &path), ("mode", &mode)]));
    }
}

/// Sees to it that the service is closed where it must be: beyond this machine, and wherever the database was protected once.
fn protect(
    database: &Embedded,
    token: Option<&str>,
    listener: &Listener,
    flags: &DbServe,
) -> Result<(), Failure> {
    if token.is_some() {
        // Started without it, the service must not be open to all. What cannot be recorded now, on a full disk, is the next time.
        let _ = database.protect();
        return Ok(());
    }
    let keys = database.keys()?;
    if !keys.tokens.is_empty() {
        return Ok(());
    }
    if keys.is_protected {
        let path = database.path().display().to_string();
        return Err(Failure::new("no-token-left", vec![("path", path)]));
    }
    if listener.is_local() {
        return Ok(());
    }
    Err(Failure::new("token-needed", vec![("address", flags.listen.clone())]).of_usage())
}

fn backup(file: &Path, address: &str, output: &Output) -> Result<Done, Failure> {
    if file.exists() {
        return Err(Failure::new("backup-exists", vec![("path", file.display().to_string())]));
    }
    let database = open_existing(address)?;
    let progress = Progress::new(output.words().text("db-backup-working"));
    database.backup(file)?;
    drop(progress);
    let path = file.display().to_string();
    output.outcome("db-backup-done", &[("path", &path)]);
    output.document(&json!({ "backup": path }));
    Ok(Done::Whole)
}

fn restore_from(file: &Path, address: &str, output: &Output) -> Result<Done, Failure> {
    let restored = restore(file, local(address)?)?;
    let kept = restored.kept.map(|path| path.display().to_string());
    output.outcome("db-restore-done", &[("path", address), ("backup", &file.display().to_string())]);
    if let Some(kept) = &kept {
        output.outcome("db-restore-kept", &[("path", kept)]);
    }
    output.document(&json!({ "database": address, "before": kept }));
    Ok(Done::Whole)
}

fn check(address: &str, output: &Output) -> Result<Done, Failure> {
    let faults = open_existing(address)?.check()?;
    let sentence = |fault: &Fault| output.words().tell(fault.code(), &fault.facts());
    let document = faults.iter().map(|fault| {
        let Sentence { text, remedy } = sentence(fault);
        json!({ "code": fault.code(), "message": text, "remedy": remedy })
    });
    output.document(&json!({ "faults": document.collect::<Vec<_>>() }));
    for fault in &faults {
        let Sentence { text, remedy } = sentence(fault);
        output.print(&text);
        if let Some(remedy) = remedy {
            output.print(&format!("  {remedy}"));
        }
    }
    if let Some(failure) = damaged(&faults, address, output.words()) {
        return Err(failure);
    }
    output.outcome("db-check-sound", &[("path", address)]);
    Ok(Done::Whole)
}

fn damaged(faults: &[Fault], address: &str, words: &Words) -> Option<Failure> {
    let first = faults.first()?;
    let first = words.tell(first.code(), &first.facts()).text;
    let facts = vec![("path", address.to_owned()), ("count", faults.len().to_string()), ("first", first)];
    Some(Failure::new("db-damaged", facts))
}

fn repair(address: &str, output: &Output) -> Result<Done, Failure> {
    let database = Embedded::open_existing(local(address)?)?;
    let repaired = database.repair(&|row: &PutBack| {
        let (table, id) = (row.table.clone().into(), row.id.to_string().into());
        output.words().say("db-repair-name", &[("table", table), ("id", id)])
    })?;
    say_repaired(&repaired, output);
    output.document(&repaired_document(&repaired));
    let mut faults = database.check()?;
    // Rows that are lost are named above; what else is wrong cannot be repaired here.
    faults.retain(|fault| !matches!(fault, Fault::Lost(_)));
    damaged(&faults, address, output.words()).map_or(Ok(Done::Whole), Err)
}

fn say_repaired(repaired: &Repaired, output: &Output) {
    let Repaired { kept, made, put_aside, removed, put_back, days, lost } = repaired;
    output.outcome("db-repair-kept", &[("path", &kept.display().to_string())]);
    for (id, names) in
        [("db-repair-made", made), ("db-repair-put-aside", put_aside), ("db-repair-removed", removed)]
    {
        if !names.is_empty() {
            output.outcome(id, &[("names", &names.join(", "))]);
        }
    }
    for table in ["products", "stores", "imports"] {
        let ids: Vec<_> =
            put_back.iter().filter(|row| row.table == table).map(|row| row.id.to_string()).collect();
        if !ids.is_empty() {
            output.outcome("db-repair-put-back", &[("table", table), ("ids", &ids.join(", "))]);
        }
    }
    if *days > 0 {
        output.outcome("db-repair-days", &[("count", &days.to_string())]);
    }
    for rows in lost {
        let (id, count) = (rows.import_id.to_string(), rows.rows.to_string());
        let facts = [("id", &*id), ("source", &*rows.source), ("table", &*rows.table), ("count", &*count)];
        output.outcome("db-repair-lost", &facts);
    }
}

fn repaired_document(repaired: &Repaired) -> serde_json::Value {
    let put_back = repaired.put_back.iter().map(|row| json!({ "table": row.table, "id": row.id }));
    let lost = repaired.lost.iter().map(|rows| json!({ "import": rows.import_id, "source": rows.source, "table": rows.table, "rows": rows.rows }));
    json!({
        "before": repaired.kept.display().to_string(),
        "made": repaired.made,
        "put_aside": repaired.put_aside,
        "removed": repaired.removed,
        "put_back": put_back.collect::<Vec<_>>(),
        "days": repaired.days,
        "lost": lost.collect::<Vec<_>>(),
    })
}

fn token(command: &DbToken, address: &str, output: &Output) -> Result<Done, Failure> {
    let database = Embedded::open_existing(local(address)?)?;
    match command {
        DbToken::Create { name, scope } => {
            let (token, secret) = database.make_token(name, *scope)?;
            output.talk("db-token-made", &[("name", name), ("scope", scope.name())]);
            output.print(&secret);
            let id = token.id;
            output.document(&json!({ "id": id, "name": name, "scope": scope.name(), "token": secret }));
        }
        DbToken::List => {
            let tokens = database.tokens()?;
            let row = |token: &comptoir_store::Token| {
                vec![
                    token.id.to_string(),
                    token.name.clone(),
                    token.scope.name().into(),
                    token.created_at.clone(),
                ]
            };
            let heads = ["token-id", "token-name", "token-scope", "token-created"];
            let heads = heads.map(|id| (output.words().text(id), Align::Left));
            output.print(&table(&heads, tokens.iter().map(row)));
            let row = |token: &comptoir_store::Token| json!({ "id": token.id, "name": token.name, "scope": token.scope.name(), "created_at": token.created_at });
            output.document(&json!(tokens.iter().map(row).collect::<Vec<_>>()));
        }
        DbToken::Revoke { id } => {
            if !database.revoke_token(*id)? {
                return Err(Failure::new("no-such-token", vec![("id", id.to_string())]));
            }
            output.outcome("db-token-revoked", &[("id", &id.to_string())]);
            output.document(&json!({ "revoked": id }));
        }
    }
    Ok(Done::Whole)
}

/// The file that the address names.
fn local(address: &str) -> Result<&Path, Failure> {
    if is_remote(address) {
        Err(Failure::new("db-is-remote", vec![("url", address.to_owned())]))
    } else {
        Ok(Path::new(address))
    }
}
