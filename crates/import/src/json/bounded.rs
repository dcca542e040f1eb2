//! The members of an object, or the items of an array, as far as there is room for them.

use serde::{
    Deserializer as _,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// What a member takes of the room, in items: it has a key of its own.
const MEMBER: usize = 4;

/// Reads members or items, each of which takes some of the room that is left.
pub(super) struct Bounded<'r> {
    pub(super) room: &'r mut usize,
}

impl Bounded<'_> {
    /// The members of an object; none where it is broken, `None` where there is no room for all.
    pub(super) fn members<'a>(text: &'a str, room: &mut usize) -> Option<Vec<(String, &'a RawValue)>> {
        let members = serde_json::Deserializer::from_str(text).deserialize_map(Bounded { room });
        members.or_else(|_| if *room == 0 { Err(()) } else { Ok(vec![]) }).ok()
    }

    /// The items of an array; none where it is broken, `None` where there is no room for all.
    pub(super) fn items<'a>(text: &'a str, room: &mut usize) -> Option<Vec<&'a RawValue>> {
        let items = serde_json::Deserializer::from_str(text).deserialize_seq(Items(Bounded { room }));
        items.or_else(|_| if *room == 0 { Err(()) } else { Ok(vec![]) }).ok()
    }

    fn take<E: de::Error>(&mut self, items: usize) -> Result<(), E> {
        let left = self.room.checked_sub(items);
        *self.room = left.unwrap_or_default();
        left.map(|_| ()).ok_or_else(|| E::custom("too many values"))
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an object with one value a column")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry().map_err(de::Error::custom)? {
            self.take(MEMBER)?;
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

/// The items of an array.
struct Items<'r>(Bounded<'r>);

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            self.0.take(1)?;
            all.push(item);
        }
        Ok(all)
    }
}
