package io.vidette.deploy.app.camera;

import io.vidette.topology.camera.CameraName;
import io.vidette.topology.camera.CameraSpec;
import io.vidette.topology.camera.CameraUrl;
import io.vidette.topology.config.Secrets.Credentials;
import java.util.Optional;

/**
 * A camera to attach, separated from its password.
 *
 * @param spec its record, without the password
 * @param password user and password that its URL contained; stored on this machine under the camera's name
 */
public record NewCamera(String name, CameraSpec spec, Optional<Credentials> password) {
    /**
     * Separates user and password from the URL of a camera.
     *
     * @param settings all settings of the camera; its URL is replaced
     * @throws IllegalArgumentException in one line without secrets, if the name or the URL is invalid, or if
     *     {@code settings} name a secret although the URL contains a user
     */
    public static NewCamera of(String name, String url, CameraSpec settings) {
        CameraName.check(name);
        CameraUrl.WithCredentials parted = CameraUrl.parse(url);
        CameraSpec spec = settings.change(CameraSpec::url).to(parted.url().text());
        if (parted.credentials().isPresent()) {
            if (settings.credentials().isPresent()) {
                throw new IllegalArgumentException(
                        "--credentials names a secret, but the URL holds a user too; give one");
            }
            spec = spec.change(CameraSpec::credentials).to(Optional.of(name));
        }
        return new NewCamera(name, spec, parted.credentials());
    }
}
