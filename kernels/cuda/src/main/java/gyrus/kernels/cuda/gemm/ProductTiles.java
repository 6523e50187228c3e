package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.launch.Dim;

/**
 * The tiles that a matrix product is cut into, a block for each.
 *
 * @param rows of the result in a tile
 * @param columns of the result in a tile
 * @param depth the part of K that is summed between two barriers
 * @param block threads
 * @param stages pairs of tiles, of the left factor and the right one, in shared memory sized at launch; none where the kernel
 *     declares its own
 */
record ProductTiles(int rows, int columns, int depth, Dim block, int stages) {

    /** Returns the tiles of a result: rows along x, columns along y. */
    Dim grid(int resultRows, int resultColumns) {
        return Dim.of(Math.ceilDiv(resultRows, rows), Math.ceilDiv(resultColumns, columns));
    }

    int sharedBytes() {
        return 4 * stages * depth * (rows + columns);
    }
}
