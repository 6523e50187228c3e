package gyrus.kernels.cuda.conv.winograd;

import gyrus.kernels.Image;
import gyrus.kernels.conv.TileGrid;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.CStruct;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.loop.Divisor;

/**
 * Winograd's tiles of an image, as the structure {@code TiledImage} of {@code winograd.cuh}: 4 pixels apart in the image of a
 * result, with 36 points each.
 */
public record CudaWinogradTiles(int height, int width, int channels, int pitch, int top, int left, int tiles, Divisor rows,
        Divisor columns) implements CStruct {

    /** The number of points of a tile. */
    public static final int POINTS = 36;

    private static final int SIDE = 4;
    private static final int TILES = 8; // of a block, whose points fill whole sectors of memory
    private static final int CHANNELS = 32; // of a block, whose pixels do

    /** Returns the number of tiles of all images. */
    public static int count(Image image) {
        return TileGrid.of(image, SIDE).tiles();
    }

    /**
     * Returns an image that is read or written tile by tile.
     *
     * @param grid the image whose tiles are counted
     * @param top rows from a tile of {@code grid} to what is read of this image, {@code left} columns
     */
    public static Argument of(Image image, Image grid, int top, int left) {
        TileGrid tiles = TileGrid.of(grid, SIDE);
        return new CudaWinogradTiles(image.h(), image.w(), image.c(), image.pitch(), top, left, tiles.tiles(),
                Divisor.of(tiles.rows()), Divisor.of(tiles.columns())).argument();
    }

    /** Returns the bytes of the points of the given rows; channels, or tiles, are rounded up to a multiple of four. */
    public static long bytes(long rows, int columns) {
        return 4L * POINTS * rows * CudaGeometry.padded(columns);
    }

    /** Returns a block with a thread for each channel of each tile: x along tiles, y along channels. */
    public static Dim blockAlongTiles() {
        return Dim.of(TILES, CHANNELS);
    }

    /** Returns the grid of these blocks for a number of tiles and channels. */
    public static Dim gridAlongTiles(int tiles, int channels) {
        return Dim.of(Math.ceilDiv(tiles, TILES), Math.ceilDiv(channels, CHANNELS));
    }
}
