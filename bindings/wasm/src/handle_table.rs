//! Objects that JavaScript refers to by a number.

/// A table of objects by number. The number of a removed object is used again for the next one.
#[derive(Debug)]
pub struct HandleTable<T>(Vec<Option<T>>);

impl<T> HandleTable<T> {
    /// Creates an empty table.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an object. Returns its number.
    pub fn insert(&mut self, object: T) -> u32 {
        let free = self.0.iter().position(Option::is_none).unwrap_or(self.0.len());
        if free == self.0.len() {
            self.0.push(None);
        }
        self.0[free] = Some(object);
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
    pub fn remove(&mut self, number: u32) -> Option<T> {
        self.0.get_mut(number as usize)?.take()
    }
}

#[cfg(test)]
mod tests {
    use super::HandleTable;

    #[test]
    fn a_number_that_is_free_again_is_given_to_the_next() {
        let mut table = HandleTable::new();
        assert_eq!((table.insert('a'), table.insert('b')), (0, 1));
        assert_eq!(table.remove(0), Some('a'));
        assert_eq!(table.remove(0), None);
        assert_eq!(table.get(0), None);
        assert_eq!((table.insert('c'), table.insert('d')), (0, 2));
        assert_eq!((table.get(0), table.get(1), table.get(7)), (Some(&'c'), Some(&'b'), None));
    }
}
