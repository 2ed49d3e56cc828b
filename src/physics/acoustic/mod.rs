//! Sound of a plant at its boundary: source strength and propagation outdoors.
