//! Tokens that open the Database Service: made once, shown once, kept as hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::OptionalExtension;

use super::{Embedded, Secrets, secrets::Stamp};
use comptoir_sales::UnknownName;

use crate::StoreError;

/// How many random bytes a token has.
const TOKEN_BYTES: usize = 32;

/// The scope of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// To read.
    Read,
    /// To read and to write.
    Write,
}

impl Scope {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            _ => Err(text.into()),
        }
    }
}

/// A token as it is kept: without the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// What it is for, in its maker's words.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    /// When it was made, ISO 8601 in UTC.
    pub created_at: String,
    pub(crate) hash: blake3::Hash,
}

/// The hash of a secret. The secrets are random and long: a fast hash without salt is as good as a slow one.
pub(crate) fn hash_of(secret: &str) -> blake3::Hash {
    blake3::hash(secret.as_bytes())
}

impl Token {
    /// A token from the columns `id`, `name`, `scope`, `created_at`, `hash`.
    pub(super) fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let (scope, hash): (String, [u8; 32]) = (row.get(2)?, row.get(4)?);
        let scope = if scope == "write" { Scope::Write } else { Scope::Read };
        Ok(Self { id: row.get(0)?, name: row.get(1)?, scope, created_at: row.get(3)?, hash: hash.into() })
    }
}

/// What opens the Database Service on a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Whether the database asks for a token: it had one once, whatever has become of its secrets.
    pub is_protected: bool,
    /// The tokens that open it.
    pub tokens: Vec<Token>,
}

impl Embedded {
    /// What opens the Database Service on this file.
    ///
    /// # Errors
    /// When the file of secrets cannot be read; what SQLite says.
    pub fn keys(&self) -> Result<Keys, StoreError> {
        let Some(secrets) = &self.secrets else { return Ok(Keys { is_protected: true, tokens: vec![] }) };
        Ok(Keys { is_protected: secrets.exists() || self.is_marked()?, tokens: secrets.tokens()? })
    }

    /// Shows whether the tokens may have changed, at the price of asking the system about their file.
    pub(crate) fn keys_stamp(&self) -> Option<Stamp> {
        self.secrets.as_ref()?.stamp()
    }

    /// Makes a token; the secret is given here and never again. From then on the database is protected.
    ///
    /// # Errors
    /// When there is no randomness, or what SQLite says.
    pub fn make_token(&self, name: &str, scope: Scope) -> Result<(Token, String), StoreError> {
        let secrets = self.secrets()?;
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(StoreError::internal)?;
        let secret = format!("cptr_{}", URL_SAFE_NO_PAD.encode(bytes));
        let hash = hash_of(&secret);
        // Closed first: what comes between leaves the database without a token, not without a lock.
        self.protect()?;
        let made = secrets.add(name, scope, &hash).map_err(|error| self.explain(error))?;
        let (id, created_at) = made;
        Ok((Token { id, name: name.to_owned(), scope, created_at, hash }, secret))
    }

    /// Records that the database is protected: without a token its service answers nobody.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn protect(&self) -> Result<(), StoreError> {
        if self.is_marked()? {
            return Ok(());
        }
        let _turn = self.acquire_write_lock()?;
        let marked = self.open_own()?.execute("update data_version set protected = 1", []);
        marked.map(|_| ()).map_err(|error| self.explain(error.into()))
    }

    /// The tokens, oldest first.
    ///
    /// # Errors
    /// When the file of secrets cannot be read.
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        self.secrets()?.tokens()
    }

    /// Revokes a token; whether there was one. The database stays protected.
    ///
    /// # Errors
    /// When the file of secrets cannot be changed; what SQLite says.
    pub fn revoke_token(&self, id: i64) -> Result<bool, StoreError> {
        self.secrets()?.remove(id).map_err(|error| self.explain(error))
    }

    /// Makes the file of secrets its owner's alone; what was found, where others could read or write it.
    pub fn make_secrets_private(&self) -> Option<super::Exposed> {
        self.secrets.as_ref()?.make_private()
    }

    /// The file of secrets, there or not.
    pub fn secrets_path(&self) -> Option<&std::path::Path> {
        self.secrets.as_ref().map(Secrets::path)
    }

    /// Whether the database itself records that it is protected. Where the record is missing, it is.
    fn is_marked(&self) -> Result<bool, StoreError> {
        let own = self.open_own()?;
        let marked =
            own.query_row("select protected <> 0 from data_version", [], |row| row.get(0)).optional()?;
        Ok(marked.unwrap_or(true))
    }

    fn secrets(&self) -> Result<&Secrets, StoreError> {
        self.secrets.as_ref().ok_or_else(|| StoreError::internal("a draft has no secrets"))
    }
}
