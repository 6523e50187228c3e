package gyrus.kernels.cuda.vendor;

/**
 * A matrix product as BLAS states it: {@code c = op(a) op(b)}, written or added, for matrices that lie column by column.
 *
 * @param rows of c
 * @param columns of c
 * @param terms of each sum
 * @param stepA elements from a column of a, as it is stored, to the next
 */
public record ColumnMajorProduct(int rows, int columns, int terms, boolean transposeA, boolean transposeB,
        int stepA, int stepB, int stepC, boolean accumulate) {

    /**
     * The product of dense matrices that lie row by row, c [m,n] = op(a) [m,k] op(b) [k,n]. Read column by column, such a matrix
     * is its transpose, and c^T = op(b)^T op(a)^T: so cuBLAS gets the factors in exchanged order.
     */
    public static ColumnMajorProduct ofRowMajor(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate) {
        return new ColumnMajorProduct(n, m, k, transposeB, transposeA, transposeB ? k : n, transposeA ? m : k, n, accumulate);
    }
}
