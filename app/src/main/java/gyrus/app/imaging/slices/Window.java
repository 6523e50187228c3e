package gyrus.app.imaging.slices;

import gyrus.app.imaging.volume.HeadExtent;
import gyrus.app.imaging.volume.HeadExtent.Stretch;
import gyrus.app.imaging.volume.PatientAxis;
import gyrus.app.imaging.volume.Volume;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A network's pixels placed on the slices of one scan. The scan and its mask are cut through one window, so they stay in register.
 *
 * <p>Along an axis that the pixels cover, the window is centred on the plane. Along a longer one it is centred on the head; where
 * the head is longer than the window, it begins at the top of the head, below which lies the neck (decision 18).
 */
public final class Window {

    private static final int MULTIPLE = 16; // pixels of a side that the network can halve four times
    private static final int LARGEST = 2048; // pixels of a side that grows

    private final Slicing slicing;
    private final Resampling columns;
    private final Resampling rows;
    private final double foregroundOutside;

    private Window(Slicing slicing, Resampling columns, Resampling rows, double foregroundOutside) {
        this.slicing = slicing;
        this.columns = columns;
        this.rows = rows;
        this.foregroundOutside = foregroundOutside;
    }

    /** The extent of a window. */
    public enum Reach {
        /** The grid's pixels, so that all slices to learn from have one size. */
        GRID,
        /** Farther where the head is larger; over the whole plane where the scan is one slice, which need not show one head. */
        HEAD,
        /** Farther where the scan's planes are larger. */
        PLANE
    }

    /** Places the grid's pixels on a scan, and as many more as the reach asks for. */
    static Window on(Volume scan, PixelGrid grid, Reach reach) {
        Slicing slicing = Slicing.of(scan, grid.view());
        Axis across = new Axis(scan, grid.view().across(), true, slicing.width(), grid.across());
        Axis down = new Axis(scan, grid.view().up(), false, slicing.height(), grid.up());
        if (across.fits(grid.size()) && down.fits(grid.size())) {
            return new Window(slicing, across.centred(grid.size()), down.centred(grid.size()), 0);
        }
        HeadExtent head = HeadExtent.of(scan);
        Reach effective = reach == Reach.HEAD && slicing.count() == 1 ? Reach.PLANE : reach;
        Resampling columns = across.placed(head, grid.size(), effective);
        Resampling rows = down.placed(head, grid.size(), effective);
        return new Window(slicing, columns, rows,
                head.outside(across.arrayAxis(), across.stretch(columns), down.arrayAxis(), down.stretch(rows)));
    }

    /** Pixels from left to right. */
    public int width() {
        return columns.to();
    }

    /** Pixels from top to bottom. */
    public int height() {
        return rows.to();
    }

    /** Returns the share of the foreground, the head, that the network does not see, 0 to 1. */
    public double foregroundOutside() {
        return foregroundOutside;
    }

    /** Returns all slices of a volume on the scan's grid, in the network's pixels, [slice][width * height]; 0 beyond the volume. */
    public float[][] cut(Volume volume) {
        float[][] slices = new float[count()][];
        Arrays.setAll(slices, i -> cut(volume, i));
        return slices;
    }

    /** Returns the number of slices of the scan. */
    public int count() {
        return slicing.count();
    }

    /** Returns one slice of a volume on the scan's grid, in the network's pixels. */
    public float[] cut(Volume volume, int slice) {
        return Resampling.apply(slicing.cut(volume, slice), columns, rows).pixels();
    }

    /** Returns the part of each voxel of the scan that lies within the window, 0 to 1. */
    public Volume seen() {
        float[] whole = new float[width() * height()];
        Arrays.fill(whole, 1);
        float[][] slices = new float[slicing.count()][];
        Arrays.fill(slices, whole);
        return restore(slices);
    }

    /**
     * Returns the volume on the scan's grid that slices in the network's pixels show, the inverse of {@link #cut}; 0 outside the
     * window.
     */
    public Volume restore(float[][] slices) {
        return restore(i -> slices[i]);
    }

    /**
     * Returns the volume on the scan's grid that slices show which are fetched one after the other, the inverse of {@link #cut}.
     */
    public Volume restore(IntFunction<float[]> slices) {
        Resampling across = columns.inverse();
        Resampling down = rows.inverse();
        return slicing.assemble(i -> Resampling.apply(new Plane(width(), height(), slices.apply(i)), across, down));
    }

    /**
     * One side of the scan's planes.
     *
     * @param mirrored whether the array's axis runs against the direction that the planes have here
     * @param length the number of voxels along the side
     * @param ratio the side of a network's pixel, in voxels
     */
    private record Axis(PatientAxis direction, int arrayAxis, boolean mirrored, int length, double ratio) {

        Axis(Volume scan, PatientAxis direction, boolean towardsPositive, int length, double pixel) {
            int arrayAxis = scan.affine().arrayAxis(direction);
            this(direction, arrayAxis, scan.affine().grows(direction) != towardsPositive, length,
                    pixel / scan.affine().spacing()[arrayAxis]);
        }

        boolean fits(int pixels) {
            return length / ratio <= pixels + PixelGrid.ROUNDING;
        }

        Resampling centred(int pixels) {
            return starting(pixels, (length - pixels * ratio) / 2);
        }

        Resampling placed(HeadExtent head, int least, Reach reach) {
            Stretch stretch = mirrored(head.along(arrayAxis));
            int pixels = switch (reach) {
                case GRID -> least;
                case HEAD -> Math.max(least, sides(stretch.length()));
                case PLANE -> Math.max(least, sides(length));
            };
            if (fits(pixels)) {
                return centred(pixels);
            }
            double covered = pixels * ratio;
            boolean neck = !head.isEmpty() && stretch.length() > covered && direction == PatientAxis.INFERIOR_SUPERIOR;
            double start = neck ? stretch.from() : (stretch.from() + stretch.to() - covered) / 2;
            return starting(pixels, Math.clamp(start, 0, length - covered));
        }

        /**
         * Returns the pixels from a place on. Where each is a whole number of voxels, their edges fall on edges of voxels, so
         * that nothing is blurred; half a voxel that is left over goes to the far side.
         */
        private Resampling starting(int pixels, double start) {
            boolean edges = Math.abs(ratio - Math.rint(ratio)) < PixelGrid.ROUNDING;
            return new Resampling(length, pixels, edges ? (int) (start + Math.copySign(0.1, start)) : start, ratio);
        }

        /** Returns the least number of pixels that the network can halve four times and that cover some voxels, within limits. */
        private int sides(double voxels) {
            return (int) Math.min(LARGEST, MULTIPLE * Math.ceil(voxels / ratio / MULTIPLE - PixelGrid.ROUNDING));
        }

        /** Returns the voxels that pixels cover, along the array axis. */
        Stretch stretch(Resampling pixels) {
            return mirrored(new Stretch(pixels.start(), pixels.start() + pixels.to() * ratio));
        }

        private Stretch mirrored(Stretch stretch) {
            return mirrored ? new Stretch(length - stretch.to(), length - stretch.from()) : stretch;
        }
    }
}
