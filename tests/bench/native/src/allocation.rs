//! Counts allocations.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// The system's allocator, which counts while [`counted`] or [`kept`] runs. The program has one
/// thread.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// WHY a switch: counting would cost a contestant that allocates more additional time.
static ON: AtomicBool = AtomicBool::new(false);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static TAKEN: AtomicU64 = AtomicU64::new(0);
static GIVEN: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call is forwarded to the system allocator; the counters do not affect it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size(), 0);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, 0, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(1, size, layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn count(allocations: u64, taken: usize, given: usize) {
    if ON.load(Relaxed) {
        ALLOCATIONS.fetch_add(allocations, Relaxed);
        TAKEN.fetch_add(taken as u64, Relaxed);
        GIVEN.fetch_add(given as u64, Relaxed);
    }
}

/// Returns how often `work` asks the allocator for memory. Growing an allocation counts too.
pub fn counted<T>(work: impl FnOnce() -> T) -> u64 {
    let before = ALLOCATIONS.load(Relaxed);
    ON.store(true, Relaxed);
    let result = work();
    ON.store(false, Relaxed);
    drop(result);
    ALLOCATIONS.load(Relaxed) - before
}

/// Returns the result of `work` and the number of bytes that stay allocated for it.
pub fn kept<T>(work: impl FnOnce() -> T) -> (T, u64) {
    // WHY wrapping: memory that was allocated uncounted may have been freed counted.
    let balance = || TAKEN.load(Relaxed).wrapping_sub(GIVEN.load(Relaxed));
    let before = balance();
    ON.store(true, Relaxed);
    let result = work();
    ON.store(false, Relaxed);
    (result, balance().wrapping_sub(before))
}
