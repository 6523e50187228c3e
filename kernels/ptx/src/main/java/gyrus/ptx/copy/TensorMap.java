package gyrus.ptx.copy;

import java.util.List;

/**
 * The description of a tensor in global memory for TMA, the Tensor Memory Accelerator of Hopper GPUs. On a GPU,
 * {@code cuTensorMapEncodeTiled} encodes it.
 *
 * @param address the address of the first element in bytes, a multiple of 16
 * @param numberBytes the bytes of one element: four for float32, two for bfloat16
 * @param extents the elements along each dimension, innermost first
 * @param strides the elements from one index to the next along each dimension but the innermost, which is contiguous
 * @param box the extents of one load, innermost first; the innermost extent has 128 or 64 bytes
 */
public record TensorMap(long address, int numberBytes, List<Integer> extents, List<Integer> strides, List<Integer> box) {

    public TensorMap {
        extents = List.copyOf(extents);
        strides = List.copyOf(strides);
        box = List.copyOf(box);
    }
}
