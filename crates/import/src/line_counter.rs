//! Which line a place in a text is on.

/// Counts line breaks up to places that come in order.
pub(crate) struct LineCounter<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), counted: 0, line: 1 }
    }

    /// The line, from 1, of the byte at `place`, which lies behind all places asked for before.
    pub(crate) fn line_at(&mut self, place: usize) -> u64 {
        if let Some(between) = self.text.get(self.counted..place) {
            self.line += between.split(|byte| *byte == b'\n').skip(1).count() as u64;
            self.counted = place;
        }
        self.line
    }

    /// The line of the first byte from `place` on that is no line break.
    pub(crate) fn line_of_text_from(&mut self, place: usize) -> u64 {
        let breaks = self.text.iter().skip(place).take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.line_at(place + breaks)
    }
}
