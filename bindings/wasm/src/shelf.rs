//! Things that JavaScript holds by a number.

/// Things by number. The number of one that was taken away is given to the next.
#[derive(Debug)]
pub struct Shelf<T>(Vec<Option<T>>);

impl<T> Shelf<T> {
    /// An empty one.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Puts something on it, and says under which number.
    pub fn put(&mut self, thing: T) -> u32 {
        let free = self.0.iter().position(Option::is_none).unwrap_or(self.0.len());
        if free == self.0.len() {
            self.0.push(None);
        }
        self.0[free] = Some(thing);
        // The memory ends long before the numbers do.
        u32::try_from(free).unwrap_or(u32::MAX)
    }

    /// What the number stands for, if anything.
    pub fn get(&self, number: u32) -> Option<&T> {
        self.0.get(number as usize)?.as_ref()
    }

    /// As [`get`](Self::get), to change it.
    #[cfg(feature = "workbench")]
    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.0.get_mut(number as usize)?.as_mut()
    }

    /// Takes away what the number stands for.
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
