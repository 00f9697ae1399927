import JSON
import TestClient
import Testing

@Suite struct `the page over HTTP` {
    @Test func `is served with its policy`() throws {
        let server = try RunningServer()
        let page = try server.ask("GET", "/")
        #expect(page.status == 200)
        #expect(page["Content-Type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("<!doctype html>") || page.text.contains("<!DOCTYPE html>"))
        let policy = try #require(page["Content-Security-Policy"])
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self';"))
        #expect(!policy.contains("unsafe"))
        #expect(page["X-Content-Type-Options"] == "nosniff")
        #expect(try server.ask("GET", "/index.html").body == page.body)
        let head = try server.ask("HEAD", "/")
        #expect(head.status == 200)
        #expect(head["Content-Length"] == page["Content-Length"])
    }

    @Test(arguments: [
        ("/js/main.js", "text/javascript"), ("/css/base.css", "text/css"), ("/icon.svg", "image/svg+xml"),
        ("/openapi.yaml", "application/yaml"),
    ])
    func `has files of the right type`(_ path: String, _ type: String) throws {
        let file = try RunningServer().ask("GET", path)
        #expect(file.status == 200)
        #expect(file.type == type)
        #expect(!file.body.isEmpty)
    }

    @Test func `every module that the page's modules import is there`() throws {
        let server = try RunningServer()
        var queue = ["/js/main.js"]
        var seen: Set<String> = []
        while let path = queue.popLast() {
            guard seen.insert(path).inserted else { continue }
            let module = try server.ask("GET", path)
            #expect(module.status == 200, "\(path)")
            #expect(module.type == "text/javascript")
            for match in module.text.matches(of: /from '(\.[^']+)'/) {
                queue.append(resolve(String(match.1), from: path))
            }
        }
        #expect(seen.count > 20)
    }

    private func resolve(_ relative: String, from path: String) -> String {
        var parts = path.split(separator: "/").dropLast()
        for part in relative.split(separator: "/") {
            switch part {
            case ".": break
            case "..": parts = parts.dropLast()
            default: parts.append(part)
            }
        }
        return parts.map { "/" + $0 }.joined()
    }

    @Test func `no path leads out of its folder`() throws {
        let server = try RunningServer()
        for path in [
            "/../Package.swift", "/../openapi.yaml", "/js/../../Package.swift", "/%2e%2e/Package.swift",
            "/..%2fPackage.swift", "/js/%2e%2e/%2e%2e/Package.swift", "/..%5cPackage.swift", "//etc/passwd",
            "/etc/passwd", "/js", "/js/", "/css/..", "/.", "/..", "/index.html/", "/public/index.html",
            "/%252e%252e/Package.swift", "/js/main.js/../../../Package.swift",
        ] {
            let answer = try server.ask("GET", path)
            #expect(answer.status == 404, "\(path)")
            #expect(try answer.json["type"] == "urn:lockstep:problem:not-found", "\(path)")
        }
        #expect(try server.ask("GET", "/index.html%00.js").status == 400)
    }
}
