/** Noise for denoising: reproducible from a seed, a scan and a slice. */
package gyrus.app.imaging.noise;
