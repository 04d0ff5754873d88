//! Pages → lines, and ruled grids of cells; grids joined over page edges. Geometry only: it reads no word of Chinese.

mod sheet;

pub use sheet::{Cell, Grid, Line, Sheet, Word};
