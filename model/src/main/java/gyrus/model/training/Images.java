package gyrus.model.training;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import gyrus.engine.op.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images of one size in memory outside the Java heap, which a training set of large slices can exceed. The arena that they were
 * stored in owns the memory.
 *
 * @param pixels the pixels of each image, row-major
 */
public record Images(int height, int width, List<MemorySegment> pixels) implements Column {

    public Images {
        pixels = List.copyOf(pixels);
        long bytes = (long) height * width * Float.BYTES;
        for (MemorySegment image : pixels) {
            if (image.byteSize() != bytes) {
                throw new IllegalArgumentException("images of " + height + " x " + width + " pixels take " + bytes + " bytes, got "
                        + image.byteSize());
            }
        }
    }

    /** Collects images of one size in an arena. */
    public static final class Store {
        private final Arena arena;
        private final int height;
        private final int width;
        private final List<MemorySegment> stored = new ArrayList<>();

        /** Creates an empty store; the arena owns the memory of its images. */
        public Store(Arena arena, int height, int width) {
            this.arena = arena;
            this.height = height;
            this.width = width;
        }

        /** Copies an image into memory of the arena: {@code height * width} pixels, row-major. */
        public void add(float[] image) {
            stored.add(arena.allocateFrom(JAVA_FLOAT, image));
        }

        /** Returns the images that were added, in their order. */
        public Images images() {
            return new Images(height, width, stored);
        }
    }

    /** Returns these images followed by others of the same size. */
    public Images and(Images others) {
        return new Images(height, width, Stream.concat(pixels.stream(), others.pixels.stream()).toList());
    }

    /** Returns the images whose indices are in the set. */
    public Images only(BitSet chosen) {
        return new Images(height, width, chosen.stream().mapToObj(pixels::get).toList());
    }

    @Override
    public int count() {
        return pixels.size();
    }

    @Override
    public Shape shape(int samples) {
        return new Shape(samples, height, width, 1);
    }

    @Override
    public void copy(int image, float[] into, int offset) {
        MemorySegment.copy(pixels.get(image), JAVA_FLOAT, 0, into, offset, height * width);
    }

    /** Returns whether an image, given by its pixels, has a pixel above a value. */
    public static boolean exceeds(float[] image, float value) {
        for (float pixel : image) {
            if (pixel > value) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether an image of these has a pixel above a value. */
    public boolean exceeds(int image, float value) {
        MemorySegment one = pixels.get(image);
        for (long pixel = 0; pixel < (long) height * width; pixel++) {
            if (one.getAtIndex(JAVA_FLOAT, pixel) > value) {
                return true;
            }
        }
        return false;
    }
}
