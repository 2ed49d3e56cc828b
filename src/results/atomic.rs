//! Files that appear complete or not at all.
//!
//! A file is written under a temporary name in its own folder (so that the rename stays on one
//! file system), flushed to the device, then renamed. A full disk or a kill in between leaves the
//! former file, or none, under the final name.

use super::ResultsError;
use super::folder::DRAFT;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Bytes gathered before a write reaches the operating system.
const BUFFER: usize = 1 << 16;

/// A file being written under a temporary name. Dropped without [`Draft::finish`], it vanishes.
#[derive(Debug)]
pub struct Draft {
    out: BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Draft {
    /// Opens a draft of `path`, in the same folder.
    ///
    /// # Errors
    /// [`ResultsError::Io`] when the folder is missing or may not be written.
    pub fn create(path: &Path) -> Result<Self, ResultsError> {
        let folder = match path.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        let prefix = format!("{}{}-", DRAFT[0], std::process::id());
        builder.prefix(&prefix).suffix(DRAFT[1]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The umask still applies: results are as readable as any other file of the user.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder
            .tempfile_in(folder)
            .map_err(|e| ResultsError::io("write", path, e))?;
        Ok(Self {
            out: BufWriter::with_capacity(BUFFER, file),
            path: path.to_path_buf(),
        })
    }

    /// Final name of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Pushes all bytes to the device, still under the temporary name, so that several drafts can
    /// be known good before the first of them is renamed.
    ///
    /// # Errors
    /// [`ResultsError::Io`], for a full disk among others.
    pub fn settle(&mut self) -> Result<(), ResultsError> {
        let done = self
            .out
            .flush()
            .and_then(|()| self.out.get_ref().as_file().sync_data());
        done.map_err(|e| ResultsError::io("write", &self.path, e))
    }

    /// Settles the bytes and gives the file its final name.
    ///
    /// # Errors
    /// [`ResultsError::Io`]; the final name is then untouched.
    pub fn finish(mut self) -> Result<File, ResultsError> {
        self.settle()?;
        let Self { out, path } = self;
        let file = out
            .into_inner()
            .map_err(|e| ResultsError::io("write", &path, e.into_error()))?;
        file.persist(&path)
            .map_err(|e| ResultsError::io("rename to", &path, e.error))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    /// Nothing: nobody reads a draft, and its bytes reach the device with [`Draft::settle`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes `bytes` to `path` so that the file is complete or unchanged.
///
/// # Errors
/// [`ResultsError::Io`] naming `path`.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), ResultsError> {
    let mut draft = Draft::create(path)?;
    draft
        .write_all(bytes)
        .map_err(|e| ResultsError::io("write", path, e))?;
    draft.finish().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(dir: &Path) -> Vec<String> {
        let read = std::fs::read_dir(dir).unwrap();
        let mut names: Vec<_> = read
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn replaces_whole_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.json");
        write_atomic(&path, b"old").unwrap();
        write_atomic(&path, b"new and longer").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new and longer");
        assert_eq!(entries(dir.path()), ["a.json"]);
    }

    #[test]
    fn an_abandoned_draft_leaves_the_former_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        write_atomic(&path, b"former").unwrap();
        let mut draft = Draft::create(&path).unwrap();
        draft.write_all(&[b'x'; 200_000]).unwrap();
        drop(draft);
        assert_eq!(std::fs::read(&path).unwrap(), b"former");
        assert_eq!(entries(dir.path()), ["a.csv"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = write_atomic(Path::new("/nonexistent-folder/x.json"), b"1").unwrap_err();
        assert!(error.to_string().contains("/nonexistent-folder/x.json"));
    }

    #[cfg(unix)]
    #[test]
    fn a_final_name_that_is_a_folder_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taken");
        std::fs::create_dir(&path).unwrap();
        let error = write_atomic(&path, b"1").unwrap_err();
        assert!(error.to_string().contains("rename to"), "{error}");
        assert_eq!(entries(dir.path()), ["taken"]);
    }
}
