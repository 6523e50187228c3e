package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.launch.Dim;

/**
 * The tiles that a matrix product is cut into. Each thread block computes one tile of the result.
 *
 * @param rows the rows of a tile of the result
 * @param columns the columns of a tile of the result
 * @param depth the part of K that is summed between two barriers
 * @param block the threads of a block
 * @param stages the number of pairs of factor tiles that shared memory holds; 0 where the kernel declares its shared memory itself
 */
record ProductTiles(int rows, int columns, int depth, Dim block, int stages) {

    /** Returns the tiles of a result: rows along x, columns along y. */
    Dim grid(int resultRows, int resultColumns) {
        return Dim.of(Math.ceilDiv(resultRows, rows), Math.ceilDiv(resultColumns, columns));
    }

    /** Returns the bytes of shared memory that a launch must ask for. */
    int sharedBytes() {
        return 4 * stages * depth * (rows + columns);
    }
}
