package gyrus.app.slices;

import gyrus.app.volume.PatientAxis;
import gyrus.app.volume.Volume;
import java.util.Arrays;

/**
 * The pixels a network looks at: slices of one view, {@code size x size} pixels about the centre of the scan's plane.
 *
 * <p>Scans of any grid are brought there and back. Within a plane pixels are resampled; the slices are the scan's own, as
 * many and as far apart as it has them. Where the network's pixels are a whole number of the scan's, their edges fall on edges
 * of the scan's, so that nothing is blurred.
 *
 * @param across millimetres from column to column
 * @param up millimetres from row to row
 */
public record PixelGrid(View view, int size, double across, double up) {

    private static final double ROUNDING = 1e-4; // of a pixel: headers are in single precision

    public PixelGrid {
        if (size < 1 || !(across > 0) || !(up > 0) || Double.isInfinite(across + up)) {
            throw new IllegalArgumentException("pixel grid: " + size + " x " + size + " pixels of " + across + " x " + up
                    + " mm; all must be above 0");
        }
    }

    /** The grid whose pixels are {@code shrink} by {@code shrink} of a scan's own. */
    public static PixelGrid of(Volume scan, View view, int size, int shrink) {
        return new PixelGrid(view, size, shrink * spacing(scan, view.across()), shrink * spacing(scan, view.up()));
    }

    /** The least multiple of a number of pixels of that size that a scan's whole planes fit into. */
    public static int sideFor(Volume scan, View view, double across, double up, int multiple) {
        Slicing slicing = Slicing.of(scan, view);
        double widest = Math.max(slicing.width() * spacing(scan, view.across()) / across,
                slicing.height() * spacing(scan, view.up()) / up);
        return multiple * (int) Math.ceil(widest / multiple - ROUNDING);
    }

    private static double spacing(Volume scan, PatientAxis direction) {
        return scan.affine().spacing()[scan.affine().arrayAxis(direction)];
    }

    /** All slices of a scan as the network sees them, [slice][size * size]; 0 where the scan has no voxels. */
    public float[][] cut(Volume scan) {
        Slicing slicing = Slicing.of(scan, view);
        Resampling columns = columns(scan, slicing);
        Resampling rows = rows(scan, slicing);
        float[][] slices = new float[slicing.count()][];
        Arrays.setAll(slices, i -> Resampling.apply(slicing.cut(scan, i), columns, rows).pixels());
        return slices;
    }

    /** Which part of every voxel of a scan lies within the network's pixels, 0 to 1. */
    public Volume seen(Volume scan) {
        float[] whole = new float[size * size];
        Arrays.fill(whole, 1);
        float[][] slices = new float[Slicing.of(scan, view).count()][];
        Arrays.fill(slices, whole);
        return restore(slices, scan);
    }

    /** The way back: slices as {@link #cut} made them, on the grid of the scan; 0 where the network saw nothing. */
    public Volume restore(float[][] slices, Volume scan) {
        Slicing slicing = Slicing.of(scan, view);
        Resampling columns = columns(scan, slicing).inverse();
        Resampling rows = rows(scan, slicing).inverse();
        return slicing.assemble(i -> Resampling.apply(new Plane(size, size, slices[i]), columns, rows));
    }

    private Resampling columns(Volume scan, Slicing slicing) {
        return window(slicing.width(), across / spacing(scan, view.across()));
    }

    private Resampling rows(Volume scan, Slicing slicing) {
        return window(slicing.height(), up / spacing(scan, view.up()));
    }

    /**
     * The network's pixels along one side of a plane, centred. Where edges are to meet and half a pixel is left over, it goes to
     * the far side.
     */
    private Resampling window(int pixels, double ratio) {
        double margin = (pixels - size * ratio) / 2;
        boolean whole = Math.abs(ratio - Math.rint(ratio)) < ROUNDING;
        return new Resampling(pixels, size, whole ? (int) (margin + Math.copySign(0.1, margin)) : margin, ratio);
    }
}
