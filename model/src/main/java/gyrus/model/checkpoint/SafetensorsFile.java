package gyrus.model.checkpoint;

import gyrus.kernels.DType;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The content of a safetensors file.
 *
 * @param metadata free text by key, without the checksum, which reading has already verified
 * @param tensors  by name, in the order of the file's header
 */
public record SafetensorsFile(Map<String, String> metadata, SequencedMap<String, Entry> tensors) {

    /**
     * One tensor.
     *
     * @param shape extents, outermost first; empty for a scalar
     * @param data  the elements, row-major and little-endian, not necessarily aligned: read them by
     *              {@link Safetensors#FLOAT32} and {@link Safetensors#FLOAT64}, or copy whole segments
     */
    public record Entry(DType dtype, long[] shape, MemorySegment data) {

        public Entry {
            shape = shape.clone();
            long bytes = Safetensors.bytes(dtype, shape);
            if (bytes != data.byteSize()) {
                throw new IllegalArgumentException("safetensors: " + dtype + " of shape " + Safetensors.text(shape)
                        + " needs " + bytes + " bytes, got " + data.byteSize());
            }
        }
    }
}
