import JSON

extension Contract {
    /// What is wrong with an answer to a request, by what the contract says about the operation: its status, its media
    /// type, and its body.
    package func faults(of answer: Answer, to method: String, _ target: String) -> [String] {
        let path = String(target.prefix { $0 != "?" })
        let place = "\(method) \(path): \(answer.status)"
        guard let operation = operation(method, path) else {
            // Nothing that the contract has: what is answered is a problem, or a file of the page.
            return answer.status < 400 ? [] : faults(ofProblem: answer, at: place)
        }
        guard let response = operation["responses"]?["\(answer.status)"].map(resolve) else {
            // Those that every operation can answer with, by the contract's description.
            return [400, 403, 503].contains(answer.status)
                ? faults(ofProblem: answer, at: place) : ["\(place) is not in the contract"]
        }
        return faults(of: answer, by: response, hasBody: method != "HEAD", at: place)
    }

    private func faults(
        of answer: Answer, by response: JSONValue, hasBody: Bool, at place: String
    ) -> [String] {
        guard let content = response["content"] else {
            // A part of an answer is of no schema.
            return answer.body.isEmpty || answer.status == 206 ? [] : ["\(place) has a body"]
        }
        guard let schema = content[answer.type]?["schema"] else {
            return ["\(place): \(answer.type) is not in the contract"]
        }
        // What is compressed is the same as what is not.
        guard hasBody, answer.type.hasSuffix("json"), answer["Content-Encoding"] == nil else { return [] }
        guard let json = try? answer.json else { return ["\(place): the body is not JSON"] }
        return faults(of: json, by: schema, at: place)
            + (answer.type == "application/problem+json" && json["status"]?.integer != answer.status
                ? ["\(place): the problem has another status"] : [])
    }

    private func faults(ofProblem answer: Answer, at place: String) -> [String] {
        let schema: JSONValue = ["schema": ["$ref": "#/components/schemas/Problem"]]
        let problem: JSONValue = [
            "content": ["application/problem+json": schema, "text/plain": ["schema": ["type": "string"]]]
        ]
        return faults(of: answer, by: problem, hasBody: !answer.body.isEmpty, at: place)
    }

    /// What the contract says about a method of a path; HEAD is answered as GET is.
    private func operation(_ method: String, _ path: String) -> JSONValue? {
        let paths = document["paths"] ?? .null
        let name = method == "HEAD" ? "get" : method.lowercased()
        let template = paths.names.first { $0 == path } ?? paths.names.first { matches(path, template: $0) }
        return template.flatMap { paths[$0]?[name] }
    }

    private func matches(_ path: String, template: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let pattern = template.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == pattern.count
            && zip(parts, pattern).allSatisfy { $1.hasPrefix("{") ? !$0.isEmpty : $0 == $1 }
    }
}
