//! Tokens that open the Database Service: made once, shown once, kept as hashes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rusqlite::params;

use super::Embedded;
use crate::StoreError;

/// How many random bytes a token has.
const TOKEN_BYTES: usize = 32;

/// What a token allows.
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
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "read" => Ok(Self::Read),
            "write" => Ok(Self::Write),
            _ => Err(format!("{text}: read or write")),
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

impl Embedded {
    /// Makes a token; the secret is given here and never again.
    ///
    /// # Errors
    /// When there is no randomness, or what SQLite says.
    pub fn make_token(&self, name: &str, scope: Scope) -> Result<(Token, String), StoreError> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(StoreError::internal)?;
        let secret = format!("cptr_{}", URL_SAFE_NO_PAD.encode(bytes));
        let hash = hash_of(&secret);
        let _turn = self.turn_to_write()?;
        let token = self.open_own()?.query_row(
            "insert into tokens (name, scope, hash, created_at)
             values (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) returning id, created_at",
            params![name, scope.name(), hash.as_bytes()],
            |row| Ok(Token { id: row.get(0)?, name: name.to_owned(), scope, created_at: row.get(1)?, hash }),
        )?;
        Ok((token, secret))
    }

    /// The tokens, oldest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let own = self.open_own()?;
        let mut statement =
            own.prepare("select id, name, scope, created_at, hash from tokens order by id")?;
        let token = |row: &rusqlite::Row<'_>| {
            let (scope, hash): (String, [u8; 32]) = (row.get(2)?, row.get(4)?);
            let scope = if scope == "write" { Scope::Write } else { Scope::Read };
            Ok(Token {
                id: row.get(0)?,
                name: row.get(1)?,
                scope,
                created_at: row.get(3)?,
                hash: hash.into(),
            })
        };
        Ok(statement.query_map([], token)?.collect::<Result<_, _>>()?)
    }

    /// Revokes a token; whether there was one.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn revoke_token(&self, id: i64) -> Result<bool, StoreError> {
        let _turn = self.turn_to_write()?;
        Ok(self.open_own()?.execute("delete from tokens where id = ?1", [id])? > 0)
    }
}
