//! The place of each field's column, at once.

use crate::{Field, columns::Columns};

/// The place of each field's column.
pub(super) struct Places([Option<usize>; Field::COUNT]);

impl Places {
    pub(super) fn of(columns: &Columns) -> Self {
        let mut places = [None; Field::COUNT];
        for (field, place) in columns.roles() {
            places[field as usize] = Some(place);
        }
        Self(places)
    }

    pub(super) fn of_field(&self, field: Field) -> Option<usize> {
        self.0[field as usize]
    }
}
