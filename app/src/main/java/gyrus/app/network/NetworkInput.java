package gyrus.app.network;

import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Normalisation;
import gyrus.app.imaging.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scan as a network sees it, in training and in use: normalised, through a window that is placed on the head.
 *
 * @param ceiling the scan's intensity that becomes 1
 * @param warnings what makes results doubtful, a sentence each, without the scan's name
 */
public record NetworkInput(Volume normalised, double ceiling, Window window, List<String> warnings) {

    /** Outside a window lies more than a rim of the head, in which blocks of voxels are but partly head. */
    private static final double RIM = 0.005;

    /**
     * Prepares a scan.
     *
     * @param name the scan's name, for errors
     */
    public static NetworkInput of(Volume scan, String name, PixelGrid grid, Window.Reach reach) {
        Normalisation scale = Normalisation.of(scan, name);
        Volume normalised = scale.applied(scan);
        Window window = grid.on(normalised, reach);
        List<String> warnings = new ArrayList<>();
        scale.warning().ifPresent(warnings::add);
        if (window.foregroundOutside() > RIM) {
            warnings.add(String.format(Locale.ROOT, "%.1f %% of the foreground lies outside the network's window of %d x %d pixels",
                    100 * window.foregroundOutside(), window.width(), window.height()));
        }
        return new NetworkInput(normalised, scale.ceiling(), window, List.copyOf(warnings));
    }

    /** Returns the slices of the scan, [slice][width * height]. */
    public float[][] slices() {
        return window.cut(normalised);
    }
}
