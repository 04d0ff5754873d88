//! A sparse table from 16-bit codes to values: 256 pages of 256 codes, only those in use exist. One lookup costs two reads.

#[derive(Debug, Clone)]
pub(super) struct Paged<T> {
    /// Per high byte: 0 where there is no page, else its number + 1.
    index: [u16; 256],
    pages: Vec<[T; 256]>,
    default: T,
}

impl<T: Copy> Paged<T> {
    pub(super) fn new(default: T) -> Self {
        Self { index: [0; 256], pages: Vec::new(), default }
    }

    pub(super) fn get(&self, code: u16) -> T {
        let [high, low] = code.to_be_bytes();
        let page = usize::from(self.index[usize::from(high)]);
        match page.checked_sub(1).and_then(|page| self.pages.get(page)) {
            Some(page) => page[usize::from(low)],
            None => self.default,
        }
    }

    pub(super) fn set(&mut self, code: u16, value: T) {
        let [high, low] = code.to_be_bytes();
        let slot = &mut self.index[usize::from(high)];
        if *slot == 0 {
            self.pages.push([self.default; 256]);
            // At most 256 pages exist, one for each high byte.
            *slot = self.pages.len() as u16;
        }
        let page = usize::from(*slot) - 1;
        if let Some(page) = self.pages.get_mut(page) {
            page[usize::from(low)] = value;
        }
    }
}
