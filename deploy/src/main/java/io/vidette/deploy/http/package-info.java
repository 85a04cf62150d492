/**
 * The HTTP server of a node and its endpoints.
 *
 * <p>Threading: requests are answered on threads of the server, at the same time as the node works.
 */
@NullMarked
package io.vidette.deploy.http;

import org.jspecify.annotations.NullMarked;
