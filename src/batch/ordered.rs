//! Work in parallel, results in order, and never more than a few of them waiting.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Results that may wait for a slower one before them, for each worker. They are small; what made them is gone.
const WAITING_EACH: usize = 8;

/// Does `work(0)`, `work(1)`, … on `workers` threads and hands the results to `take` in this order, on the thread of
/// the caller. Ends early, after what is begun, where `take` fails.
pub(crate) fn ordered<T: Send>(
    count: usize,
    workers: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let (hand_out, tasks) = channel::<(usize, SyncSender<T>)>();
    let tasks = Mutex::new(tasks);
    thread::scope(|scope| {
        for _ in 0..workers.min(count) {
            scope.spawn(|| {
                while let Some((index, done)) = next(&tasks) {
                    let _ = done.send(work(index));
                }
            });
        }
        let hand_out = hand_out;
        let mut waiting = VecDeque::new();
        for index in 0..count {
            let (done, result) = sync_channel(1);
            hand_out.send((index, done)).map_err(|_| io::Error::other("no worker is left"))?;
            waiting.push_back(result);
            if waiting.len() > workers * WAITING_EACH {
                take_first(&mut waiting, &mut take)?;
            }
        }
        while !waiting.is_empty() {
            take_first(&mut waiting, &mut take)?;
        }
        Ok(())
    })
}

fn next<T>(tasks: &Mutex<Receiver<T>>) -> Option<T> {
    tasks.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn take_first<T>(
    waiting: &mut VecDeque<Receiver<T>>,
    take: &mut impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let Some(first) = waiting.pop_front() else { return Ok(()) };
    take(first.recv().map_err(io::Error::other)?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_order_whoever_is_slow() {
        let slow_at_first = |index: usize| {
            thread::sleep(Duration::from_millis(if index == 0 { 30 } else { 0 }));
            index
        };
        for workers in [1, 2, 5] {
            let mut taken = Vec::new();
            let done = ordered(100, workers, slow_at_first, |index| {
                taken.push(index);
                Ok(())
            });
            assert!(done.is_ok());
            assert_eq!(taken, (0..100).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_failed_take_ends_the_work() {
        let done = ordered(1000, 2, |index| index, |_| Err(io::Error::other("disk full")));
        assert_eq!(done.map_err(|error| error.to_string()), Err("disk full".to_owned()));
    }
}
