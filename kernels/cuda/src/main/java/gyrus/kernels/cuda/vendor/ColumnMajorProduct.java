package gyrus.kernels.cuda.vendor;

/**
 * A matrix product in the form of BLAS: {@code c = op(a) op(b)} for column-major matrices.
 *
 * @param rows the rows of c
 * @param columns the columns of c
 * @param terms K, the number of products in each sum
 * @param transposeA whether a is transposed
 * @param transposeB whether b is transposed
 * @param stepA elements from one column of a, as it is stored, to the next
 * @param stepB elements from one column of b, as it is stored, to the next
 * @param stepC elements from one column of c to the next
 * @param accumulate whether the product is added to c
 */
public record ColumnMajorProduct(int rows, int columns, int terms, boolean transposeA, boolean transposeB,
        int stepA, int stepB, int stepC, boolean accumulate) {

    /**
     * Returns the product of dense row-major matrices, c [m,n] = op(a) [m,k] op(b) [k,n]. Read as column-major, each matrix is its
     * transpose, and c^T = op(b)^T op(a)^T. The factors are therefore exchanged.
     */
    public static ColumnMajorProduct ofRowMajor(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate) {
        return new ColumnMajorProduct(n, m, k, transposeB, transposeA, transposeB ? k : n, transposeA ? m : k, n, accumulate);
    }
}
