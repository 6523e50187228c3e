package gyrus.kernels.conv;

import gyrus.kernels.Image;

/** The tiles of {@code step x step} pixels that a batch of images is cut into, numbered row by row and image by image. */
public record TileGrid(int images, int rows, int columns, int step) {

    /** Returns the grid that covers a batch of images; the last tile of a row or column may reach over the border. */
    public static TileGrid of(Image image, int step) {
        return new TileGrid(image.n(), Math.ceilDiv(image.h(), step), Math.ceilDiv(image.w(), step), step);
    }

    /** Returns the number of tiles of all images. */
    public int tiles() {
        return images * rows * columns;
    }

    /**
     * Returns the number of tiles, from {@code tile} on, that are adjacent in one row of one image and in one strip of {@code
     * strip} tiles.
     */
    public int run(int tile, int strip) {
        return Math.min(Math.min(columns - tile % columns, strip - tile % strip), tiles() - tile);
    }

    /** Returns the index of the image of a tile. */
    public int image(int tile) {
        return tile / (rows * columns);
    }

    /** Returns the first pixel row of a tile. */
    public int top(int tile) {
        return tile / columns % rows * step;
    }

    /** Returns the first pixel column of a tile. */
    public int left(int tile) {
        return tile % columns * step;
    }
}
