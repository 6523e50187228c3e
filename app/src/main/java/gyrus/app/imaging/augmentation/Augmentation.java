package gyrus.app.imaging.augmentation;

import gyrus.engine.random.RandomStream;

/**
 * The augmentation of training slices: each slice is changed at random in every epoch. The change depends on the seed, the epoch
 * and the slice's number alone, so a resumed training uses equal slices.
 *
 * @param kind the changes that are made
 * @param seed the seed of the run
 */
public record Augmentation(Kind kind, long seed) {

    /** A choice of changes. */
    public enum Kind {
        /** Slices are not changed. */
        NONE,
        /**
         * Each slice is shifted by up to a tenth of the side, rotated by up to 15 degrees and scaled by 0.86 to 1.16. Every second
         * slice is flipped from left to right. The mask moves with the image.
         */
        GEOMETRIC,
        /**
         * Grey values change in five ways, each for every second slice: brightness times 0.75 to 1.25, contrast with an exponent
         * between 0.67 and 1.5, a smooth bias field, a blur, and noise.
         */
        INTENSITY,
        /** Slices are changed as with {@link #INTENSITY}, then as with {@link #GEOMETRIC}. */
        BOTH;

        boolean moves() {
            return this == GEOMETRIC || this == BOTH;
        }

        boolean recolours() {
            return this == INTENSITY || this == BOTH;
        }
    }

    /**
     * Returns a changed copy of an image.
     *
     * @param pixels the pixels of a square image in [0, 1], row by row
     * @param side the pixels of a row
     * @param epoch the epoch, from 1
     * @param sample the slice's number in the training set
     */
    public float[] image(float[] pixels, int side, int epoch, int sample) {
        float[] image = kind.recolours()
                ? IntensityChange.draw(RandomStream.of(seed, "augmentation/intensity", epoch, sample)).of(pixels, side)
                : pixels.clone();
        return kind.moves() ? movement(epoch, sample).of(image, side) : image;
    }

    /** Returns a copy of a mask, shifted, rotated, scaled and flipped as {@link #image} does it with the mask's image. */
    public float[] mask(float[] pixels, int side, int epoch, int sample) {
        return kind.moves() ? movement(epoch, sample).of(pixels, side) : pixels.clone();
    }

    private Movement movement(int epoch, int sample) {
        return Movement.draw(RandomStream.of(seed, "augmentation/geometry", epoch, sample));
    }
}
