//! PNG (ISO/IEC 15948): signature, header, density, one deflated image, end.

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};

/// Dots a metre at one pixel a CSS pixel (96 dots an inch).
const DOTS_PER_METRE: f64 = 96.0 / 0.0254;
/// Filter "Up" of clause 9.2: each byte less the one above it. Plots repeat from line to line.
const FILTER_UP: u8 = 2;

/// File of opaque 8-bit RGBA `pixels`, row by row, of `density` pixels a CSS pixel.
pub(super) fn rgb(
    pixels: &[u8],
    width: usize,
    height: usize,
    density: usize,
) -> io::Result<Vec<u8>> {
    let too_large = |_| io::Error::new(io::ErrorKind::InvalidInput, "image side beyond 2^32");
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend(u32::try_from(width).map_err(too_large)?.to_be_bytes());
    header.extend(u32::try_from(height).map_err(too_large)?.to_be_bytes());
    // 8 bits a channel, true colour, deflate, adaptive filters, not interlaced.
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut file, b"IHDR", &header);
    let dots = ((DOTS_PER_METRE * density as f64).round() as u32).to_be_bytes();
    let metre = 1;
    chunk(
        &mut file,
        b"pHYs",
        &[&dots[..], &dots[..], &[metre]].concat(),
    );
    chunk(&mut file, b"IDAT", &deflated(pixels, width)?);
    chunk(&mut file, b"IEND", &[]);
    Ok(file)
}

/// Red, green and blue of `pixels`, deflated.
fn deflated(pixels: &[u8], width: usize) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut above = vec![0; 3 * width];
    let mut line = vec![FILTER_UP; 1 + 3 * width];
    for row in pixels.chunks_exact(4 * width) {
        let pixels = row.chunks_exact(4).zip(above.chunks_exact_mut(3));
        for (out, (now, up)) in line[1..].chunks_exact_mut(3).zip(pixels) {
            for k in 0..3 {
                out[k] = now[k].wrapping_sub(up[k]);
                up[k] = now[k];
            }
        }
        encoder.write_all(&line)?;
    }
    encoder.finish()
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(crc.sum().to_be_bytes());
}
