package gyrus.app.imaging.phantom;

/** Combinations of signed distances. */
final class Shapes {

    private Shapes() {}

    /**
     * Returns the union of two shapes, its concave edge filled to a radius of about {@code k} mm (the polynomial smooth minimum).
     */
    static double union(double a, double b, double k) {
        double overlap = Math.max(k - Math.abs(a - b), 0) / k;
        return Math.min(a, b) - overlap * overlap * k / 4;
    }

    /** Returns the intersection of two shapes, with its convex edge rounded by k. */
    static double intersection(double a, double b, double k) {
        return -union(-a, -b, k);
    }

    static double length(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }
}
