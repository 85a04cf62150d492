package io.vidette.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A white sheet to draw on, measured in points. Two pixels make a point, so that it is sharp on any screen.
 *
 * <p>Threading: for one thread.
 */
final class Sheet implements AutoCloseable {
    static final Color INK = new Color(0x22272e);
    static final Color FAINT = new Color(0x6b7280);
    static final Color GRID = new Color(0xe5e7eb);
    private static final double PIXELS_PER_POINT = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    Sheet(double width, double height) {
        image = new BufferedImage(
                (int) Math.ceil(width * PIXELS_PER_POINT),
                (int) Math.ceil(height * PIXELS_PER_POINT),
                BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** Where a text is held. */
    enum Anchor {
        LEFT(0),
        CENTRE(0.5),
        RIGHT(1);

        private final double share;

        Anchor(double share) {
            this.share = share;
        }
    }

    /** Letters of a size in points. */
    static Font font(double size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
    }

    static Font bold(double size) {
        return font(size).deriveFont(Font.BOLD);
    }

    /** Width in points. */
    double width(String text, Font font) {
        return graphics.getFontMetrics(font).getStringBounds(text, graphics).getWidth();
    }

    /** Writes with the middle of the small letters at {@code y}. */
    void text(String text, double x, double y, Anchor anchor, Font font, Color color) {
        graphics.setFont(font);
        graphics.setColor(color);
        float left = (float) (x - anchor.share * width(text, font));
        graphics.drawString(text, left, (float) (y + font.getSize2D() * 0.35));
    }

    /** The same, turned to be read from below. */
    void textUpwards(String text, double x, double y, Anchor anchor, Font font, Color color) {
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, x, y);
        text(text, x, y, anchor, font, color);
        graphics.setTransform(upright);
    }

    void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(shape);
    }

    void draw(Shape shape, double width, Color color, float... dashes) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(
                (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes.length == 0 ? null : dashes, 0));
        graphics.draw(shape);
    }

    /** Writes the PNG. */
    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(image, "png", out);
        }
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
