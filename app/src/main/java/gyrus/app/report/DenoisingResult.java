package gyrus.app.report;

/**
 * How near the test scan's slices come to what they are without noise.
 *
 * @param name such as "Noised" or "Denoised by 8"
 * @param psnr peak signal-to-noise ratio in dB, pooled over the pixels of all slices that hold brain
 * @param ssim structural similarity, the mean over these slices
 */
public record DenoisingResult(String name, double psnr, double ssim) {}
