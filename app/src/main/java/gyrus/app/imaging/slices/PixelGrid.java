package gyrus.app.imaging.slices;

import gyrus.app.imaging.volume.PatientAxis;
import gyrus.app.imaging.volume.Volume;

/**
 * The pixels a network looks at: slices of one view, {@code size x size} pixels.
 *
 * <p>Scans of any grid are brought there and back through a {@link Window}. Within a plane pixels are resampled; the slices are the
 * scan's own, as many and as far apart as it has them.
 *
 * @param across millimetres from column to column
 * @param up millimetres from row to row
 */
public record PixelGrid(View view, int size, double across, double up) {

    static final double ROUNDING = 1e-4; // of a pixel: headers are in single precision

    public PixelGrid {
        if (size < 1 || !(across > 0) || !(up > 0) || Double.isInfinite(across + up)) {
            throw new IllegalArgumentException("pixel grid: " + size + " x " + size + " pixels of " + across + " x " + up
                    + " mm; all must be above 0");
        }
    }

    /** Returns the grid whose pixels are {@code shrink} by {@code shrink} of a scan's own. */
    public static PixelGrid of(Volume scan, View view, int size, int shrink) {
        return new PixelGrid(view, size, shrink * spacing(scan, view.across()), shrink * spacing(scan, view.up()));
    }

    /** Returns the least multiple of a number of pixels of that size that a scan's whole planes fit into. */
    public static int sideFor(Volume scan, View view, double across, double up, int multiple) {
        Slicing slicing = Slicing.of(scan, view);
        double widest = Math.max(slicing.width() * spacing(scan, view.across()) / across,
                slicing.height() * spacing(scan, view.up()) / up);
        return (int) Math.min(Integer.MAX_VALUE, multiple * Math.ceil(widest / multiple - ROUNDING));
    }

    private static double spacing(Volume scan, PatientAxis direction) {
        return scan.affine().spacing()[scan.affine().arrayAxis(direction)];
    }

    /** Places the grid's pixels on a scan. */
    public Window on(Volume scan, Window.Reach reach) {
        return Window.on(scan, this, reach);
    }
}
