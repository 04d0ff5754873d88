//! Chance from a seed: the same seed gives the same choices on every machine.

/// A source of choices.
pub(crate) struct Dice(fastrand::Rng);

impl Dice {
    /// Dice of one document.
    pub(crate) fn of(seed: u64) -> Self {
        Dice(fastrand::Rng::with_seed(seed))
    }

    /// One of `things`.
    pub(crate) fn pick<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.0.usize(..things.len())].clone()
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(..100) < percent
    }

    /// A number between both, inclusive.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.i64(least..=most)
    }

    /// Up to `count` of `things`, in their order.
    pub(crate) fn some<T: Clone>(&mut self, things: &[T], count: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..things.len()).collect();
        self.0.shuffle(&mut places);
        places.truncate(count);
        places.sort_unstable();
        places.into_iter().map(|at| things[at].clone()).collect()
    }
}
