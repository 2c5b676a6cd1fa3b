//! Objects that JavaScript refers to by a number.

/// A table of objects by number. The number of a removed object is used again for the next one.
#[derive(Debug)]
pub struct Shelf<T>(Vec<Option<T>>);

impl<T> Shelf<T> {
    /// Creates an empty table.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an object. Returns its number.
    pub fn put(&mut self, thing: T) -> u32 {
        let free = self.0.iter().position(Option::is_none).unwrap_or(self.0.len());
        if free == self.0.len() {
            self.0.push(None);
        }
        self.0[free] = Some(thing);
        // Memory ends long before the numbers do.
        u32::try_from(free).unwrap_or(u32::MAX)
    }

    /// Returns the object with this number, if one exists.
    pub fn get(&self, number: u32) -> Option<&T> {
        self.0.get(number as usize)?.as_ref()
    }

    /// Returns the object with this number for changing it, as [`get`](Self::get) does.
    #[cfg(feature = "workbench")]
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.0.get_mut(number as usize)?.as_mut()
    }

    /// Removes and returns the object with this number.
    pub fn take(&mut self, number: u32) -> Option<T> {
        self.0.get_mut(number as usize)?.take()
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn a_number_that_is_free_again_is_given_to_the_next() {
        let mut shelf = Shelf::new();
        assert_eq!((shelf.put('a'), shelf.put('b')), (0, 1));
        assert_eq!(shelf.take(0), Some('a'));
        assert_eq!(shelf.take(0), None);
        assert_eq!(shelf.get(0), None);
        assert_eq!((shelf.put('c'), shelf.put('d')), (0, 2));
        assert_eq!((shelf.get(0), shelf.get(1), shelf.get(7)), (Some(&'c'), Some(&'b'), None));
    }
}
