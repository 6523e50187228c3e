package gyrus.ptx.copy;

import java.util.List;

/**
 * The description of a tensor in global memory for TMA; {@code cuTensorMapEncodeTiled} encodes it on a GPU.
 *
 * @param address a multiple of 16 bytes
 * @param numberBytes bytes of one number: four for float32, two for bfloat16
 * @param extents innermost first
 * @param strides elements from one index to the next, of all dimensions but the innermost
 * @param box the extents of one load; its innermost lines have 128 bytes, or 64
 */
public record TensorMap(long address, int numberBytes, List<Integer> extents, List<Integer> strides, List<Integer> box) {

    public TensorMap {
        extents = List.copyOf(extents);
        strides = List.copyOf(strides);
        box = List.copyOf(box);
    }
}
