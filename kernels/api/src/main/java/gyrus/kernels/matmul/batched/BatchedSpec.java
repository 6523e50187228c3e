package gyrus.kernels.matmul.batched;

import gyrus.kernels.Extent;
import gyrus.kernels.matmul.MatmulSpec;

/**
 * The problem of many matrix products of one size, whose factors and results are contiguous in memory.
 *
 * @param count the number of products
 * @param each the size of one product, the transpositions, and whether it is added to c
 */
public record BatchedSpec(int count, MatmulSpec each) {

    public BatchedSpec {
        if (count < 1) {
            throw new IllegalArgumentException("batched matmul: needs at least one product, got " + count);
        }
    }

    /** Returns the extent of the first factors of all products. */
    public Extent a() {
        return batch(each.a());
    }

    /** Returns the extent of the second factors of all products. */
    public Extent b() {
        return batch(each.b());
    }

    /** Returns the extent of the results of all products. */
    public Extent c() {
        return batch(each.c());
    }

    private Extent batch(Extent matrix) {
        return Extent.dense(count * matrix.rows(), matrix.width());
    }

    @Override
    public String toString() {
        return count + " x " + each;
    }
}
