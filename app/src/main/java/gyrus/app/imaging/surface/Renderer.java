package gyrus.app.imaging.surface;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * Pictures of surfaces: orthographic, lit from the upper left, by a depth buffer with {@value #SAMPLES} x {@value #SAMPLES}
 * samples per pixel. What is not surface stays transparent.
 */
public final class Renderer {

    private static final int SAMPLES = 3;
    private static final double AMBIENT = 0.25;
    private static final double[] LIGHT = {-0.40, 0.50, 0.77}; // to the right, up, towards the viewer; of length 1
    private static final double MARGIN = 0.04; // of the picture's side

    private final double[] centre = new double[3];
    private final double extent;
    private final int side;

    /**
     * Pictures of {@code side x side} pixels, all on one scale, on which every one of the surfaces has place.
     *
     * @param surfaces at least one of them not empty, else the pictures are
     */
    public Renderer(List<Surface> surfaces, int side) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (Surface surface : surfaces) {
            double[] vertices = surface.mesh().vertices();
            for (int i = 0; i < vertices.length; i++) {
                low[i % 3] = Math.min(low[i % 3], vertices[i]);
                high[i % 3] = Math.max(high[i % 3], vertices[i]);
            }
        }
        double widest = 0;
        for (int axis = 0; axis < 3; axis++) {
            centre[axis] = (low[axis] + high[axis]) / 2;
            widest = Math.max(widest, high[axis] - low[axis]);
        }
        this.extent = widest * (1 + 2 * MARGIN);
        this.side = side;
    }

    /** Draws a surface as it is seen from one side. */
    public BufferedImage render(Surface surface, Side from) {
        int size = side * SAMPLES;
        double[] points = projected(surface.mesh(), from, size);
        double[] normals = normals(surface.mesh(), from);
        float[] depths = new float[size * size];
        Arrays.fill(depths, Float.NEGATIVE_INFINITY);
        float[] colours = new float[3 * size * size];
        int[] triangles = surface.mesh().triangles();
        for (int t = 0; t < triangles.length; t += 3) {
            draw(triangles[t], triangles[t + 1], triangles[t + 2], points, normals, surface.colours(), size, depths, colours);
        }
        return reduced(size, depths, colours);
    }

    /** Returns the column, row and nearness of each vertex, in samples. */
    private double[] projected(Mesh mesh, Side from, int size) {
        double[] points = new double[mesh.vertices().length];
        double scale = size / extent;
        for (int v = 0; v < points.length; v += 3) {
            double[] seen = from.seen(mesh.vertices()[v] - centre[0], mesh.vertices()[v + 1] - centre[1],
                    mesh.vertices()[v + 2] - centre[2]);
            points[v] = size / 2.0 + seen[0] * scale;
            points[v + 1] = size / 2.0 - seen[1] * scale;
            points[v + 2] = seen[2] * scale;
        }
        return points;
    }

    /** Returns the sum of the triangle normals at each vertex, weighted by area, in the view's axes. */
    private static double[] normals(Mesh mesh, Side from) {
        double[] normals = new double[mesh.vertices().length];
        for (int t = 0; t < mesh.triangleCount(); t++) {
            double[] normal = mesh.normal(t);
            double[] seen = from.seen(normal[0], normal[1], normal[2]);
            for (int corner = 3 * t; corner < 3 * t + 3; corner++) {
                for (int axis = 0; axis < 3; axis++) {
                    normals[3 * mesh.triangles()[corner] + axis] += seen[axis];
                }
            }
        }
        return normals;
    }

    private static void draw(int a, int b, int c, double[] points, double[] normals, float[] vertexColours, int size,
            float[] depths, float[] colours) {
        double ax = points[3 * a];
        double ay = points[3 * a + 1];
        double bx = points[3 * b] - ax;
        double by = points[3 * b + 1] - ay;
        double cx = points[3 * c] - ax;
        double cy = points[3 * c + 1] - ay;
        double area = bx * cy - by * cx;
        if (area >= 0) { // rows grow downwards: what faces the viewer runs clockwise; edge-on has no area
            return;
        }
        int left = (int) Math.max(0, Math.ceil(ax + Math.min(0, Math.min(bx, cx)) - 0.5));
        int right = (int) Math.min(size - 1, Math.floor(ax + Math.max(0, Math.max(bx, cx)) - 0.5));
        int top = (int) Math.max(0, Math.ceil(ay + Math.min(0, Math.min(by, cy)) - 0.5));
        int bottom = (int) Math.min(size - 1, Math.floor(ay + Math.max(0, Math.max(by, cy)) - 0.5));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double x = column + 0.5 - ax;
                double y = row + 0.5 - ay;
                double v = (x * cy - y * cx) / area; // weights of b and c
                double w = (bx * y - by * x) / area;
                double u = 1 - v - w;
                if (u < 0 || v < 0 || w < 0) {
                    continue;
                }
                int at = column + size * row;
                float depth = (float) (u * points[3 * a + 2] + v * points[3 * b + 2] + w * points[3 * c + 2]);
                if (depth > depths[at]) {
                    depths[at] = depth;
                    double light = light(a, b, c, u, v, w, normals);
                    for (int channel = 0; channel < 3; channel++) {
                        colours[3 * at + channel] = (float) (light * (u * vertexColours[3 * a + channel]
                                + v * vertexColours[3 * b + channel] + w * vertexColours[3 * c + channel]));
                    }
                }
            }
        }
    }

    private static double light(int a, int b, int c, double u, double v, double w, double[] normals) {
        double along = 0;
        double squares = 0;
        for (int axis = 0; axis < 3; axis++) {
            double part = u * normals[3 * a + axis] + v * normals[3 * b + axis] + w * normals[3 * c + axis];
            along += part * LIGHT[axis];
            squares += part * part;
        }
        return AMBIENT + (1 - AMBIENT) * Math.max(0, along / Math.sqrt(Math.max(squares, Double.MIN_NORMAL)));
    }

    /** Returns the mean of each pixel's samples; the share of them that hit the surface is the pixel's opacity. */
    private BufferedImage reduced(int size, float[] depths, float[] colours) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                float[] sums = new float[3];
                int hits = 0;
                for (int sample = 0; sample < SAMPLES * SAMPLES; sample++) {
                    int at = column * SAMPLES + sample % SAMPLES + size * (row * SAMPLES + sample / SAMPLES);
                    if (depths[at] > Float.NEGATIVE_INFINITY) {
                        hits++;
                        for (int channel = 0; channel < 3; channel++) {
                            sums[channel] += colours[3 * at + channel];
                        }
                    }
                }
                int argb = Math.round(255f * hits / (SAMPLES * SAMPLES));
                for (float sum : sums) {
                    argb = argb << 8 | (hits == 0 ? 0 : Math.clamp(Math.round(255 * sum / hits), 0, 255));
                }
                image.setRGB(column, row, argb);
            }
        }
        return image;
    }
}
