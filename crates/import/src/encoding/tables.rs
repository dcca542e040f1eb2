//! Encodings of one byte a letter.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, WINDOWS_1252};

/// The letters of the bytes from 0x80 on in the code page of DOS in Western Europe, with the euro sign of page 858.
/// Page 437 has the same letters of French.
const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// An encoding of one byte a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// The letters of the bytes from 0x80 on.
    letters: Vec<char>,
}

impl Table {
    /// Windows-1252 first: what nothing speaks against.
    pub(super) fn all() -> [Self; 4] {
        let of = |encoding: &'static Encoding| {
            let letter = |byte: u8| {
                encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{fffd}')
            };
            Self { name: encoding.name(), letters: (0x80..=0xff).map(letter).collect() }
        };
        [
            of(WINDOWS_1252),
            Self { name: "IBM850", letters: DOS.chars().collect() },
            of(MACINTOSH),
            of(ISO_8859_15),
        ]
    }

    /// The letter of a byte.
    pub(super) fn letter(&self, byte: u8) -> char {
        match byte {
            0..0x80 => char::from(byte),
            _ => self.letters.get(usize::from(byte) - 0x80).copied().unwrap_or('\u{fffd}'),
        }
    }

    /// The byte of a letter.
    pub(super) fn byte(&self, letter: char) -> Option<u8> {
        if letter.is_ascii() {
            return u8::try_from(letter).ok();
        }
        self.letters.iter().position(|known| *known == letter).and_then(|at| u8::try_from(at + 0x80).ok())
    }

    /// The text of some bytes.
    pub(super) fn decode(&self, bytes: &[u8]) -> String {
        bytes.iter().map(|byte| self.letter(*byte)).collect()
    }
}
