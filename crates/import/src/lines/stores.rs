//! Stores, line by line.

use comptoir_sales::{Region, Store};

use super::{Reading, Refusal, Values};
use crate::Field;

pub(super) struct Stores {
    integer_ids: bool,
    /// Those whose region nothing tells, by name or city.
    pub(super) without_region: Vec<String>,
}

impl Stores {
    pub(super) fn new(reading: &Reading) -> Self {
        Self { integer_ids: reading.survey.has_integer_ids(), without_region: vec![] }
    }

    pub(super) fn line(&mut self, values: &Values<'_>) -> Result<Store, Refusal> {
        let (id, code) = values.own_code(self.integer_ids)?;
        let (name, city) = (values.owned(Field::Name), values.owned(Field::City));
        if name.is_none() && city.is_none() {
            return Err(values.refuse(Field::City, "missing"));
        }
        let code = if id.is_none() { code.map(str::to_owned) } else { None };
        let store = store(id, code, name, city, values);
        if store.region.is_none() {
            self.without_region.extend(store.name.clone().or_else(|| store.city.clone()));
        }
        Ok(store)
    }
}

/// The store that a row tells of; one with neither id nor reference is its name and city, or its city and address.
pub(super) fn store(
    id: Option<i64>,
    code: Option<String>,
    name: Option<String>,
    city: Option<String>,
    values: &Values<'_>,
) -> Store {
    let address = values.owned(Field::Address);
    let postcode = values.owned(Field::Postcode).or_else(|| address.as_deref().and_then(postcode_in));
    let region = region(values, city.as_deref(), postcode.as_deref());
    let parts = [name.as_deref(), city.as_deref(), if name.is_none() { address.as_deref() } else { None }];
    let own_words = || Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let code = if id.is_none() { code.or_else(own_words) } else { code };
    Store { id, code, name, city, region, address, postcode }
}

/// The region named, else that of the postcode, else that of the city; none abroad.
fn region(values: &Values<'_>, city: Option<&str>, postcode: Option<&str>) -> Option<Region> {
    if values.text(Field::Country).is_some_and(|country| !is_france(country)) {
        return None;
    }
    Region::find(values.text(Field::Region), postcode, city)
}

fn is_france(country: &str) -> bool {
    matches!(comptoir_sales::fold(country).as_str(), "fr" | "fra" | "france" | "france metropolitaine")
}

/// The five digits that stand by themselves in an address, the last of them.
fn postcode_in(address: &str) -> Option<String> {
    let mut words = address.split(|sign: char| !sign.is_alphanumeric());
    let postcode = words.rfind(|word| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()));
    postcode.map(str::to_owned)
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
