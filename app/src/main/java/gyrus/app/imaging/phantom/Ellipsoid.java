package gyrus.app.imaging.phantom;

/** An axis-aligned ellipsoid: centre and semi-axes in mm. */
record Ellipsoid(double cx, double cy, double cz, double rx, double ry, double rz) {

    /**
     * Returns the ellipsoid of another person: the centre moved by up to 1.5 mm along y and z, each semi-axis changed by up to 6 %.
     */
    Ellipsoid varied(Draws draws) {
        return new Ellipsoid(cx, cy + draws.between(-1.5, 1.5), cz + draws.between(-1.5, 1.5),
                rx * draws.between(0.94, 1.06), ry * draws.between(0.94, 1.06), rz * draws.between(0.94, 1.06));
    }

    /** Returns the signed distance in mm, negative inside: first order, exact to the eye near the surface. */
    double distance(double x, double y, double z) {
        double ux = (x - cx) / rx;
        double uy = (y - cy) / ry;
        double uz = (z - cz) / rz;
        double norm = Math.sqrt(ux * ux + uy * uy + uz * uz);
        double gradient = Math.sqrt(ux * ux / (rx * rx) + uy * uy / (ry * ry) + uz * uz / (rz * rz));
        return gradient == 0 ? -Math.min(rx, Math.min(ry, rz)) : norm * (norm - 1) / gradient;
    }
}
