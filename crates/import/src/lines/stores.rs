//! Stores, line by line.

use comptoir_sales::{Region, Reject, Store};

use super::{Reader, Record, Values};
use crate::Field;

pub(super) struct Stores {
    integer_ids: bool,
}

impl Stores {
    pub(super) fn new(reader: &Reader<'_>) -> Self {
        Self { integer_ids: reader.holds_integers(Field::Id) }
    }

    pub(super) fn line(&self, values: &Values<'_>) -> Result<Store, Reject> {
        let (id, code) = values.own_id(self.integer_ids)?;
        let (name, city) = (values.text(Field::Name), values.text(Field::City));
        if name.is_none() && city.is_none() {
            return Err(values.reject(Field::City, "missing"));
        }
        let address = values.text(Field::Address);
        let postcode = values.text(Field::Postcode).or_else(|| address.as_deref().and_then(postcode_in));
        let region = region(values, city.as_deref(), postcode.as_deref());
        // A store with neither id nor reference is its name and city, or its city and address.
        let parts =
            [name.as_deref(), city.as_deref(), if name.is_none() { address.as_deref() } else { None }];
        let own_words = || Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        let code = if id.is_none() { code.or_else(own_words) } else { code };
        Ok(Store { id, code, name, city, region, address, postcode })
    }
}

/// The region named, by name or INSEE code, else that of the postcode, else that of the city; unknown when none of
/// them tells.
fn region(values: &Values<'_>, city: Option<&str>, postcode: Option<&str>) -> Option<Region> {
    let named = values.text(Field::Region);
    let named = named.and_then(|name| Region::from_name(&name).or_else(|| Region::from_code(&name)));
    named.or_else(|| postcode.and_then(Region::from_postcode)).or_else(|| city.and_then(Region::from_city))
}

/// The five digits that stand by themselves in an address, the last of them.
fn postcode_in(address: &str) -> Option<String> {
    let mut words = address.split(|sign: char| !sign.is_alphanumeric());
    let postcode = words.rfind(|word| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()));
    postcode.map(str::to_owned)
}

impl Record for Store {
    fn own_id(&self) -> Option<String> {
        self.id.map(|id| id.to_string()).or_else(|| self.code.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::postcode_in;

    #[test]
    fn a_postcode_is_found_in_an_address() {
        assert_eq!(postcode_in("12 rue de Rivoli, 75004 Paris").as_deref(), Some("75004"));
        assert_eq!(postcode_in("zone 12345678, bâtiment 9"), None);
    }
}
