package gyrus.kernels.matmul;

import gyrus.kernels.Extent;

/**
 * The problem of a matrix product {@code c = op(a) op(b)} of dense row-major matrices, where op transposes or leaves the factor.
 *
 * @param m rows of c and of op(a)
 * @param n columns of c and of op(b)
 * @param k columns of op(a) and rows of op(b)
 * @param transposeA whether a is stored as k x m
 * @param transposeB whether b is stored as n x k
 * @param accumulate whether the product is added to c instead of replacing it
 */
public record MatmulSpec(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate) {

    public MatmulSpec {
        if (m < 1 || n < 1 || k < 1) {
            throw new IllegalArgumentException("matmul: needs positive extents, got m " + m + ", n " + n + ", k " + k);
        }
    }

    /** Returns the extent of a as it is stored. */
    public Extent a() {
        return transposeA ? Extent.dense(k, m) : Extent.dense(m, k);
    }

    /** Returns the extent of b as it is stored. */
    public Extent b() {
        return transposeB ? Extent.dense(n, k) : Extent.dense(k, n);
    }

    /** Returns the extent of c. */
    public Extent c() {
        return Extent.dense(m, n);
    }

    @Override
    public String toString() {
        return "[" + m + "," + k + "]" + (transposeA ? "^T" : "") + " [" + k + "," + n + "]" + (transposeB ? "^T" : "")
                + (accumulate ? " accumulate" : "");
    }
}
