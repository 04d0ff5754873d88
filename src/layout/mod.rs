//! Pages → lines, and ruled grids of cells; grids joined over page edges. Geometry only: it reads no word of Chinese.

mod cell;
mod edge;
mod join;
mod sheet;
mod text;

pub use sheet::{Cell, Grid, Line, Sheet, Word};

use crate::base::Notes;
use crate::pdf::Page;

/// Lays out one page: finds its grids, sets glyphs into cells and lines.
pub fn lay_out(page: &Page, notes: &mut Notes) -> Sheet {
    let edges = edge::edges(page, notes);
    let mut rasters = cell::grids(&edges);
    let lines = text::set(&page.glyphs, &mut rasters);
    Sheet {
        page: page.number,
        width: page.width,
        height: page.height,
        lines,
        grids: rasters.into_iter().map(|raster| raster.grid).collect(),
        images: page.images.len(),
    }
}

/// Marks the grids that may continue over a page's edge. `sheets` are all pages of a document in order.
pub fn join(sheets: &mut [Sheet]) {
    join::join(sheets);
}
